// See command_line.h.

#include "command_line.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <string_view>

#include "text/fold.h"

namespace cftest {

namespace {

enum class Takes : unsigned char { nothing, word, attached };

struct Letter {
  char letter;
  Takes takes;
};

// The reference's options. Those that apply() does not know have no effect on -bt.
constexpr Letter kLetters[] = {
    {'A', Takes::word},    {'B', Takes::word},     {'b', Takes::word},     {'C', Takes::attached},
    {'c', Takes::nothing}, {'D', Takes::word},     {'d', Takes::attached}, {'e', Takes::word},
    {'F', Takes::word},    {'f', Takes::word},     {'G', Takes::nothing},  {'h', Takes::word},
    {'i', Takes::nothing}, {'L', Takes::word},     {'M', Takes::word},     {'m', Takes::nothing},
    {'N', Takes::word},    {'n', Takes::nothing},  {'O', Takes::word},     {'o', Takes::word},
    {'p', Takes::word},    {'Q', Takes::attached}, {'q', Takes::attached}, {'R', Takes::word},
    {'r', Takes::word},    {'s', Takes::nothing},  {'T', Takes::nothing},  {'t', Takes::nothing},
    {'V', Takes::word},    {'v', Takes::nothing},  {'X', Takes::word},
};

constexpr std::string_view kModes = "adDfhHimpPsStvz";  // of -b
constexpr std::string_view kDefaultFile = "sendmail.cf";

bool is_number(const std::string& text) {
  char* end = nullptr;
  std::strtol(text.c_str(), &end, 10);
  return *end == '\0';
}

class Parser {
  using Kind = CommandLineSetting::Kind;

 public:
  Parser(const std::vector<std::string>& words, UsageError& error) : words_(words), error_(error) {}

  std::optional<CommandLine> run() {
    line_.setup.identity = identity_of_system();
    line_.setup.cf = "/etc/mail/sendmail.cf";
    for (; at_ < words_.size(); ++at_) {
      const std::string& word = words_[at_];
      if (word.size() < 2 || word[0] != '-') break;  // the rest are addresses: of no use here
      if (word == "--") break;
      if (word[1] == '-' ? !take_long(word) : !take_letters(word)) return std::nullopt;
    }
    if (interfaces_given_) line_.setup.identity.interfaces = std::move(given_);
    if (mode_ != 't' && kModes.find(mode_) == std::string_view::npos) {
      error_ = {std::string("Invalid operation mode ") + mode_, true};
      return std::nullopt;
    }
    if (mode_ != 't') {
      error_ = {std::string("cftest: -b") + mode_ + ": only -bt is here", false};
      return std::nullopt;
    }
    if (illegal_body_) complain("Illegal body type " + *illegal_body_, 0);  // told last
    return std::move(line_);
  }

 private:
  bool refuse(std::string text) {
    error_ = {"cftest: " + std::move(text) + "\nTry cftest --help", false};
    return false;
  }

  bool take_letters(const std::string& word) {
    for (size_t i = 1; i < word.size(); ++i) {
      const char c = word[i];
      const auto* letter = std::find_if(std::begin(kLetters), std::end(kLetters),
                                        [c](const Letter& known) { return known.letter == c; });
      if (letter == std::end(kLetters)) {
        return refuse(std::string("illegal option -- ") + c);
      }
      if (letter->takes == Takes::nothing) {
        apply(c, "");
        continue;
      }
      std::string value = word.substr(i + 1);
      if (value.empty() && (letter->takes == Takes::word || c == 'C')) {
        if (at_ + 1 < words_.size()) {
          value = words_[++at_];
        } else if (c == 'C') {
          value = kDefaultFile;
        } else {
          return refuse(std::string("option requires an argument -- ") + c);
        }
      }
      apply(c, value);
      return true;
    }
    return true;
  }

  void apply(char letter, const std::string& value) {
    switch (letter) {
      case 'b':
        mode_ = value[0];
        return;
      case 'C':
        line_.setup.cf = value;
        return;
      case 'd':
        line_.debug.push_back(value);
        return;
      case 'D':
        if (line_.debug.empty()) {
          line_.debug_file = value;
        } else {
          complain("-D file must be before -d");
        }
        return;
      case 'M':
        add_macro(value);
        return;
      case 'O':
        add_option(value);
        return;
      case 'o':
        if (value[0] == 'M') {
          add_macro(value.substr(1));
        } else {
          const char name = value.empty() ? '\0' : value[0];
          line_.setup.settings.push_back(
              {Kind::option, std::string(1, name), value.substr(value.empty() ? 0 : 1)});
        }
        return;
      case 'T':  // an option of old, for which the reference has no use any more
        complain("Invalid time unit `T'", 0);
        complain("Invalid time unit `T'", 0);
        return;
      case 'v':
        line_.echo = true;
        return;
      case 'X':
        open_log(value);
        return;
      case 'q':
      case 'Q':
        complain(std::string("Can not use -") + letter + " with -bt");
        return;
      default:
        check_unused(letter, value);
    }
  }

  void complain(std::string text, int exit_status = kExitUsage) {
    line_.setup.settings.push_back({Kind::complaint, "", std::move(text), exit_status});
  }

  // What is complained of goes to this file, too.
  void open_log(const std::string& path) {
    if (path.empty() || path.front() == '|') return;
    line_.log.reset(std::fopen(path.c_str(), "a"));
    if (line_.log == nullptr) {
      complain("cannot open " + path + ": " + std::strerror(errno), kExitCannotCreate);
    }
  }

  // What the reference says of values that have no effect here.
  void check_unused(char letter, const std::string& value) {
    const auto is_one_of = [](std::string_view word,
                              std::initializer_list<std::string_view> known) {
      return std::any_of(known.begin(), known.end(),
                         [word](std::string_view one) { return rules::equal_folded(one, word); });
    };
    if (letter == 'B' && !is_one_of(value, {"7bit", "8bitmime"})) {
      illegal_body_ = value;
    } else if (letter == 'R' && !is_one_of(value, {"full", "hdrs"})) {
      complain("Invalid -R value");
    } else if (letter == 'h' && !is_number(value)) {
      complain("Bad hop count (" + value + ")");
    } else if (letter == 'N' && !rules::equal_folded(value, "never")) {
      for (size_t at = 0, end = 0; end < value.size() || at == 0; at = end + 1) {
        end = std::min(value.find(',', at), value.size());
        const std::string event = value.substr(at, end - at);
        if (!is_one_of(event, {"success", "failure", "delay"})) complain("Invalid -N argument");
      }
    }
  }

  // "xvalue" or "{name}value"
  void add_macro(const std::string& text) {
    const size_t brace = !text.empty() && text[0] == '{' ? text.find('}') : 0;
    const size_t size = std::min(brace == std::string::npos ? text.size() : brace + 1, text.size());
    line_.setup.settings.push_back({Kind::macro, text.substr(0, size), text.substr(size)});
  }

  void add_option(const std::string& text) {
    const size_t equals = std::min(text.find('='), text.size());
    const bool short_name = equals == 1;  // an abbreviation, no letter
    line_.setup.settings.push_back({Kind::option, (short_name ? " " : "") + text.substr(0, equals),
                                    text.substr(std::min(equals + 1, text.size()))});
  }

  // The word after the option, or what follows its `=`.
  bool value_of(const std::string& word, std::string& value) {
    const size_t equals = word.find('=');
    if (equals != std::string::npos) {
      value = word.substr(equals + 1);
      return true;
    }
    if (at_ + 1 >= words_.size()) return refuse(word + " needs a value");
    value = words_[++at_];
    return true;
  }

  bool take_long(const std::string& word) {
    EngineSetup& setup = line_.setup;
    const std::string name = word.substr(0, word.find('='));
    std::string list;
    if (name == "--host-name") {
      setup.identity.node_name.clear();
      return value_of(word, setup.identity.host_name);
    }
    if (name == "--user") return value_of(word, setup.identity.user_name);
    if (name == "--zone") return value_of(word, setup.zone);
    if (name == "--root") return value_of(word, setup.root);
    if (name == "--cache") return value_of(word, setup.cache_file);
    if (name == "--interfaces") {
      if (!value_of(word, list)) return false;
      setup.identity.names = split_list(list);
      interfaces_given_ = true;
      return true;
    }
    if (name == "--interface") {
      if (!value_of(word, list)) return false;
      interfaces_given_ = true;
      given_.push_back(interface_of(list));
      return true;
    }
    if (word == "--no-file-safety") return setup.file_safety = false, true;
    if (word == "--allow-exec") return setup.allow_exec = true;
    if (word == "--as-reference") return setup.as_reference = true;
    if (word == "--help") return line_.help = true;
    if (word == "--version") return line_.version = true;
    return refuse("unknown option " + word);
  }

  const std::vector<std::string>& words_;
  UsageError& error_;
  CommandLine line_;
  size_t at_ = 0;
  char mode_ = 't';
  bool interfaces_given_ = false;
  std::vector<rules::Interface> given_;
  std::optional<std::string> illegal_body_;
};

}  // namespace

std::optional<CommandLine> parse_command_line(const std::vector<std::string>& words,
                                              UsageError& error) {
  return Parser(words, error).run();
}

}  // namespace cftest
