// M lines: name, field=value, ...
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/bt_mailers.

#include <fmt/format.h>

#include <algorithm>

#include "cf/line_reader.h"

namespace rules {

namespace {

constexpr size_t kMaxMailers = 25;

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

// \n \r \t and \c of an E= field; a backslash keeps a comma in a field.
std::string unescaped(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\' || at + 1 == text.size()) {
      out += text[at];
      continue;
    }
    switch (const char c = text[++at]) {
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      default:
        out += c;
    }
  }
  return out;
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
    while (read_field()) {
    }
    if (failed_ || !complete()) return;
    add_defaults();
    store();
  }

 private:
  void skip_separators() {
    while (!rest_.empty() && (rest_.front() == ',' || is_blank(rest_.front()))) {
      rest_.remove_prefix(1);
    }
  }

  bool read_field() {
    skip_separators();
    if (rest_.empty()) return false;
    const char letter = rest_.front();
    while (!rest_.empty() && rest_.front() != '=' && rest_.front() != ',') rest_.remove_prefix(1);
    if (rest_.empty() || rest_.front() != '=') {
      reader_.warn(fmt::format("mailer {}: `=' expected", mailer_.name));
      failed_ = true;
      return false;
    }
    rest_.remove_prefix(1);
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
    set(letter, field_value());
    return true;
  }

  std::string field_value() {
    size_t end = 0;
    while (end < rest_.size() && rest_[end] != ',') end += rest_[end] == '\\' ? 2 : 1;
    end = std::min(end, rest_.size());
    const std::string_view value = trim(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return std::string(value);
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
        set_text(mailer_.eol, unescaped(value), "end-of-line string");
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
        set_text(mailer_.queue, value, "queue");
        break;
      case 'M':
        mailer_.max_size = to_number(value);
        break;
      case 'm':
        mailer_.max_messages = to_number(value);
        break;
      case 'L':
        mailer_.max_line = to_number(value);
        break;
      case 'r':
        mailer_.max_recipients = to_number(value);
        break;
      case 'U':
        mailer_.user = value;
        break;
      case 'T':
        set_types(value);
        break;
      case 'N':
      case 'W':
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

  int ruleset(std::string_view text) {
    text = trim(text);
    if (text.empty()) return 0;
    std::vector<std::string> problems;
    const int number = find_ruleset(reader_.config, text, true, problems);
    for (std::string& problem : problems) reader_.warn(std::move(problem));
    return number == kNoRuleset ? 0 : number;
  }

  void set_rulesets(const std::string& value, int& envelope, int& header) {
    const size_t slash = value.find('/');
    envelope = ruleset(std::string_view(value).substr(0, slash));
    header =
        slash == std::string::npos ? envelope : ruleset(std::string_view(value).substr(slash + 1));
  }

  void set_types(const std::string& value) {
    std::string* const parts[] = {&mailer_.type_mta, &mailer_.type_address,
                                  &mailer_.type_diagnostic};
    size_t begin = 0;
    for (std::string* part : parts) {
      if (begin > value.size()) return;
      const size_t slash = std::min(value.find('/', begin), value.size());
      *part = value.substr(begin, slash - begin);
      begin = slash + 1;
    }
  }

  bool complete() {
    if (mailer_.args.empty()) return refuse("A= argument required");
    if (mailer_.path.empty()) return refuse("P= argument required");
    if (mailer_.path == "[TCP]") return refuse("P=[TCP] must be replaced by P=[IPC]");
    return true;
  }

  // What is not given, or cannot be. A mailer whose arguments name no user speaks SMTP or LMTP.
  void add_defaults() {
    std::string user;
    append_mark(user, Op::expand);
    user += 'u';
    // A program and a file get one recipient at a time.
    if (mailer_.name == "prog" || mailer_.name == "*file*") std::erase(mailer_.flags, 'm');
    if (mailer_.eol.empty() && mailer_.args.find(user) == std::string::npos) mailer_.eol = "\r\n";
    if (mailer_.type_mta.empty() && mailer_.path == "[IPC]") mailer_.type_mta = "dns";
    if (mailer_.type_mta.empty()) return;
    if (mailer_.type_address.empty()) mailer_.type_address = "rfc822";
    if (mailer_.type_diagnostic.empty()) mailer_.type_diagnostic = "smtp";
  }

  bool refuse(std::string_view why) {
    reader_.warn(fmt::format("M{}: {}", mailer_.name, why));
    return false;
  }

  void store() {
    auto& mailers = reader_.config.mailers;
    const auto known = std::find_if(mailers.begin(), mailers.end(), [this](const ConfigMailer& m) {
      return m.name == mailer_.name;
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
};

}  // namespace

void read_mailer_line(LineReader& reader, std::string_view text) {
  MailerLine(reader, text).read();
}

}  // namespace rules
