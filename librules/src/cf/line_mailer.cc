// M lines: name, field=value, ...
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/bt_mailers.

#include <fmt/format.h>

#include <algorithm>

#include "cf/line_reader.h"
#include "cf/option_checks.h"
#include "cf/time_value.h"
#include "text/fold.h"

namespace rules {

namespace {

constexpr size_t kMaxMailers = 25;
constexpr long kMostRecipients = 100;

long to_number(std::string_view text) {
  text = trim(text);
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  long number = 0;
  for (const char c : text) {
    if (!is_digit(c) || number > 1'000'000'000'000L) break;
    number = number * 10 + (c - '0');
  }
  return negative ? -number : number;
}

class MailerLine {
 public:
  MailerLine(LineReader& reader, std::string_view text) : reader_(reader), rest_(text) {}

  void read() {
    const size_t comma = std::min(rest_.find(','), rest_.size());
    size_t end = 0;
    while (end < comma && !is_blank(rest_[end])) ++end;
    mailer_.name = rest_.substr(0, end);
    mailer_.line = reader_.line();
    if (mailer_.name.empty()) {
      reader_.warn("name required for mailer");
      return;
    }
    rest_.remove_prefix(end);
    rest_.remove_prefix(std::min<size_t>(rest_.size(), 1));  // of what ends the name
    skip_blanks();
    while (!rest_.empty() && read_field()) {
    }
    if (failed_ || !complete()) return;
    store();
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
  }

  void skip_separators() {
    while (!rest_.empty() && (rest_.front() == ',' || is_blank(rest_.front()))) {
      rest_.remove_prefix(1);
    }
  }

  // After a comma there has to be one.
  bool read_field() {
    skip_separators();
    const char letter = rest_.empty() ? '\0' : static_cast<char>(marked_char(rest_, 0).code);
    while (!rest_.empty() && rest_.front() != '=' && rest_.front() != ',') rest_.remove_prefix(1);
    if (rest_.empty() || rest_.front() != '=') {
      reader_.warn(fmt::format("mailer {}: `=' expected", mailer_.name));
      failed_ = true;
      return false;
    }
    rest_.remove_prefix(1);
    skip_blanks();
    set(letter, field_value());
    return !failed_;
  }

  // Up to a comma, but for those in quotes or behind a backslash.
  std::string field_value() {
    size_t end = 0;
    bool quoted = false;
    for (; end < rest_.size() && (quoted || rest_[end] != ','); ++end) {
      if (rest_[end] == '"') quoted = !quoted;
      if (rest_[end] == '\\') ++end;
    }
    const bool cut = end > rest_.size();  // the last backslash has nothing behind it
    const std::string_view written = rest_.substr(0, cut ? rest_.size() - 1 : end);
    rest_.remove_prefix(std::min(end, rest_.size()));
    return unquote_value(written);
  }

  void set(char letter, const std::string& value) {
    switch (letter) {
      case 'P':
        mailer_.path = value;
        break;
      case 'A':
        mailer_.args = value;
        break;
      case 'F':
        add_flags(value);
        break;
      case 'S':
        set_rulesets(value, mailer_.sender_envelope, mailer_.sender_header);
        break;
      case 'R':
        set_rulesets(value, mailer_.recipient_envelope, mailer_.recipient_header);
        break;
      case 'E':
        set_text(mailer_.eol, value, "end-of-line string");
        break;
      case 'D':
        set_text(mailer_.directory, value, "working directory");
        break;
      case 'C':
        set_text(mailer_.charset, value, "charset");
        break;
      case '/':
        set_text(root_, value, "root directory");
        break;
      case 'Q':
        set_queue(value);
        break;
      case 'M':
        mailer_.max_size = to_number(value);
        break;
      case 'm':
        mailer_.max_messages = to_number(value);
        break;
      case 'L':
        mailer_.max_line = std::max(0L, to_number(value));
        break;
      case 'r':
        mailer_.max_recipients = to_number(value) > 0 ? to_number(value) : kMostRecipients;
        break;
      case 'U':
        set_user(value);
        break;
      case 'T':
        set_types(value);
        break;
      case 'W':
        check_time(seven_bit(value), reader_);
        break;
      case 'N':
        break;
      default:
        reader_.warn(fmt::format("M{}: unknown mailer equate {}=", mailer_.name, letter));
    }
    mailer_.equates[letter] = value;
  }

  void set_text(std::string& field, std::string value, std::string_view what) {
    if (value.empty()) reader_.warn(fmt::format("mailer {}: null {}", mailer_.name, what));
    field = std::move(value);
  }

  void add_flags(const std::string& value) {
    for (const char c : value) {
      if (!is_blank(c) && mailer_.flags.find(c) == std::string::npos) mailer_.flags += c;
    }
  }

  // One that is none ends the line.
  int ruleset(std::string_view text) {
    std::vector<std::string> problems;
    const int number = find_ruleset(reader_.config, text, true, problems);
    for (std::string& problem : problems) reader_.warn(std::move(problem));
    failed_ = failed_ || number == kNoRuleset;
    return number;
  }

  // One for both, or two with a slash right behind the first.
  void set_rulesets(std::string_view value, int& envelope, int& header) {
    header = envelope = ruleset(value);
    value.remove_prefix(ruleset_name_size(value));
    if (!failed_ && value.starts_with('/')) header = ruleset(value.substr(1));
  }

  void set_types(const std::string& value) {
    has_types_ = true;
    std::string* const parts[] = {&mailer_.type_mta, &mailer_.type_address};
    std::string_view rest = value;
    for (std::string* part : parts) {
      const size_t slash = std::min(rest.find('/'), rest.size());
      *part = rest.substr(0, slash);
      rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
    mailer_.type_diagnostic = rest;
  }

  void set_user(const std::string& value) {
    const std::string text = raw_bytes(value);
    const auto in_name = [](char c) { return is_alnum(c) || c == '_' || c == '-'; };
    const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    const auto user_end = std::find_if_not(text.begin(), text.end(), in_name);
    const std::string user(text.begin(), user_end);
    if (user.empty()) return reader_.warn(fmt::format("mailer {}: null user name", mailer_.name));
    mailer_.user = value;
    // Between the two there are blanks, and any one character.
    auto at = std::find_if_not(user_end, text.end(), is_space);
    if (at != text.end()) ++at;
    at = std::find_if_not(at, text.end(), is_space);
    const std::string group(at, std::find_if(at, text.end(), is_space));
    if (!is_user(user)) {
      reader_.warn(fmt::format("readcf: mailer U= flag: unknown user {}", user));
    } else if (!is_group(group)) {
      reader_.warn(fmt::format("readcf: mailer U= flag: unknown group {}", seven_bit(group)));
    }
  }

  void set_queue(const std::string& value) {
    set_text(mailer_.queue, value, "queue");
    const auto& queues = reader_.config.queues;
    if (value.empty() || std::find(queues.begin(), queues.end(), value) != queues.end()) return;
    reader_.warn(fmt::format("mailer {}: unknown queue {}", mailer_.name, seven_bit(value)));
  }

  bool complete() {
    if (mailer_.args.empty()) return refuse("A= argument required");
    if (mailer_.path.empty()) return refuse("P= argument required");
    if (mailer_.path == "[TCP]") return refuse("P=[TCP] must be replaced by P=[IPC]");
    if (!check_arguments()) return false;
    set_default_types();
    set_line_length();
    if (mailer_.eol.empty()) mailer_.eol = speaks_smtp() ? "\r\n" : "\n";
    return true;
  }

  bool check_arguments() {
    const std::vector<std::string_view> words = argument_words();
    const std::string_view first = words.front();
    if (mailer_.path == "[IPC]") {
      if (words.size() < 2) return refuse("too few parameters for [IPC] mailer");
      if (first != "TCP" && first != "FILE") {
        reader_.note_plain(fmt::format(
            "M{}: Warning: first argument in [IPC] mailer must be TCP or FILE", mailer_.name));
      }
      return true;
    }
    if (mailer_.path != "[FILE]") return true;
    if (words.size() < 2) return refuse("too few parameters for [FILE] mailer");
    if (words.size() > 2) return refuse("too many parameters for [FILE] mailer");
    return first == "FILE" || refuse("first argument in [FILE] mailer must be FILE");
  }

  // Blanks in front, which only quotes keep, make the first one empty.
  // REQUIRES: there are arguments.
  std::vector<std::string_view> argument_words() const {
    std::vector<std::string_view> words;
    const std::string_view args = mailer_.args;
    if (is_blank(args.front())) words.push_back(args.substr(0, 0));
    for (size_t at = 0; at < args.size();) {
      size_t end = at;
      while (end < args.size() && !is_blank(args[end])) ++end;
      if (end > at) words.push_back(args.substr(at, end - at));
      at = end + 1;
    }
    return words;
  }

  // A mailer that is not given the user's name has to be told it.
  bool speaks_smtp() const {
    std::string user;
    append_mark(user, Op::expand);
    user += 'u';
    return mailer_.args.find(user) == std::string::npos;
  }

  void set_default_types() {
    const bool network = mailer_.path == "[IPC]";
    if (!network && !has_types_) return;
    if (mailer_.type_mta.empty()) mailer_.type_mta = "dns";
    if (mailer_.type_address.empty()) mailer_.type_address = "rfc822";
    if (!mailer_.type_diagnostic.empty()) return;
    mailer_.type_diagnostic = network && argument_words().front() == "FILE" ? "x-unix" : "smtp";
  }

  // Lines that are limited, with no number given: as SMTP has them.
  void set_line_length() {
    constexpr long kSmtpLine = 990;
    constexpr int kDataLevel = 2;  // before, such lines have seven bits
    const bool limited = mailer_.flags.find('L') != std::string::npos;
    if (limited && mailer_.max_line == 0) mailer_.max_line = kSmtpLine;
    if (limited && reader_.config.level < kDataLevel) add_flags("7");
  }

  bool refuse(std::string_view why) {
    reader_.warn(fmt::format("M{}: {}", mailer_.name, why));
    return false;
  }

  void store() {
    auto& mailers = reader_.config.mailers;
    // Programs and files are given one recipient at a time.
    if (equal_folded(mailer_.name, "prog") || mailer_.name == "*file*")
      std::erase(mailer_.flags, 'm');
    const auto known = std::find_if(mailers.begin(), mailers.end(), [this](const ConfigMailer& m) {
      return equal_folded(m.name, mailer_.name);
    });
    if (known != mailers.end()) {
      *known = std::move(mailer_);
    } else if (mailers.size() < kMaxMailers) {
      mailers.push_back(std::move(mailer_));
    } else {
      reader_.warn(fmt::format("too many mailers defined ({} max)", kMaxMailers));
    }
  }

  LineReader& reader_;
  std::string_view rest_;
  ConfigMailer mailer_;
  std::string root_;
  bool failed_ = false;
  bool has_types_ = false;
};

}  // namespace

void read_mailer_line(LineReader& reader, std::string_view text) {
  MailerLine(reader, text).read();
}

}  // namespace rules
