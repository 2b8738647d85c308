// See command_line.h.

#include "command_line.h"

#include <algorithm>
#include <string_view>

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
    {'r', Takes::word},    {'s', Takes::nothing},  {'t', Takes::nothing},  {'V', Takes::word},
    {'v', Takes::nothing}, {'X', Takes::word},
};

constexpr std::string_view kModes = "adDfhHimpPsStvz";  // of -b
constexpr std::string_view kDefaultFile = "sendmail.cf";

class Parser {
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
    if (mode_ != 't' && kModes.find(mode_) == std::string_view::npos) {
      error_ = {std::string("Invalid operation mode ") + mode_, true};
      return std::nullopt;
    }
    if (mode_ != 't') {
      error_ = {std::string("cftest: -b") + mode_ + ": only -bt is here", false};
      return std::nullopt;
    }
    if (queue_) {
      line_.complaints.push_back(std::string("Can not use -") + *queue_ + " with -bt");
    }
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
        } else if (c != 'C') {
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
        line_.setup.cf = value.empty() ? std::string(kDefaultFile) : value;
        return;
      case 'd':
        line_.debug.push_back(value);
        return;
      case 'D':
        if (line_.debug.empty()) {
          line_.debug_file = value;
        } else {
          line_.complaints.emplace_back("-D file must be before -d");
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
          line_.setup.settings.push_back({false, value.substr(0, 1), value.substr(1)});
        }
        return;
      case 'v':
        line_.echo = true;
        return;
      case 'q':
      case 'Q':
        queue_ = letter;
        return;
      default:
        return;
    }
  }

  // "xvalue" or "{name}value"
  void add_macro(const std::string& text) {
    const size_t brace = !text.empty() && text[0] == '{' ? text.find('}') : 0;
    const size_t size = std::min(brace == std::string::npos ? text.size() : brace + 1, text.size());
    line_.setup.settings.push_back({true, text.substr(0, size), text.substr(size)});
  }

  void add_option(const std::string& text) {
    const size_t equals = std::min(text.find('='), text.size());
    line_.setup.settings.push_back(
        {false, text.substr(0, equals), text.substr(std::min(equals + 1, text.size()))});
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
    if (name == "--host-name") return value_of(word, setup.identity.host_name);
    if (name == "--user") return value_of(word, setup.identity.user_name);
    if (name == "--zone") return value_of(word, setup.zone);
    if (name == "--root") return value_of(word, setup.root);
    if (name == "--interfaces") {
      if (!value_of(word, list)) return false;
      setup.identity.names = split_list(list);
      setup.identity.interfaces.clear();
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
  std::optional<char> queue_;
};

}  // namespace

std::optional<CommandLine> parse_command_line(const std::vector<std::string>& words,
                                              UsageError& error) {
  return Parser(words, error).run();
}

}  // namespace cftest
