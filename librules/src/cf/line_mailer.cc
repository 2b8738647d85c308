// M lines: name, field=value, ...
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/bt_mailers, cf_odd_mailers, cf_field_values.

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "cf/field_list.h"
#include "cf/line_reader.h"
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
  MailerLine(LineReader& reader, std::string_view text) : reader_(reader), fields_(text) {}

  void read() {
    mailer_.name = fields_.take_name(" \t\n\v\f\r");
    mailer_.line = reader_.line();
    if (mailer_.name.empty()) return reader_.warn("name required for mailer");
    char letter = '\0';
    for (std::string value; !failed_ && !fields_.at_end(); set(letter, value)) {
      if (fields_.take_field(letter, value)) continue;
      return reader_.warn(fmt::format("mailer {}: `=' expected", mailer_.name));
    }
    if (failed_ || !complete()) return;
    store();
  }

 private:
  void set(char letter, const std::string& value) {
    switch (letter) {
      case 'P':
        if (!value.empty()) mailer_.path = value;
        break;
      case 'A':
        if (!value.empty()) mailer_.args = value;
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

  // Nothing at all is no value: that of a field before stays.
  void set_text(std::string& field, const std::string& value, std::string_view what) {
    if (value.empty()) return reader_.warn(fmt::format("mailer {}: null {}", mailer_.name, what));
    field = value;
  }

  void add_flags(const std::string& value) {
    for (const char c : value) {
      const bool is_flag = static_cast<signed char>(c) > 0 && !is_blank(c);
      if (is_flag && mailer_.flags.find(c) == std::string::npos) mailer_.flags += c;
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

  // `user`, `user:group`, by name or number; the one that is no part of a name between them may be
  // any. Numbers are as in C, and what is no ASCII character begins one, a 0.
  void set_user(const std::string& value) {
    const std::string text = raw_bytes(value);
    std::string_view rest = text;
    std::string name;
    if (const auto number = take_number(rest)) {
      user_ = *number;
    } else if (!take_owner(rest, "", name)) {
      return reader_.warn(fmt::format("mailer {}: null user name", mailer_.name));
    } else if (const passwd* entry = getpwnam(name.c_str())) {
      user_ = static_cast<int>(entry->pw_uid);
      group_ = static_cast<int>(entry->pw_gid);
    } else {
      return reader_.warn(fmt::format("readcf: mailer U= flag: unknown user {}", name));
    }
    skip_blanks(rest);
    rest.remove_prefix(std::min<size_t>(rest.size(), 1));
    skip_blanks(rest);
    if (!rest.empty()) set_group(rest);
  }

  void set_group(std::string_view text) {
    std::string name;
    if (const auto number = take_number(text)) {
      group_ = *number;
    } else if (!take_owner(text, ".", name)) {
      reader_.warn(fmt::format("mailer {}: null group name", mailer_.name));
    } else if (const ::group* entry = getgrnam(name.c_str())) {
      group_ = static_cast<int>(entry->gr_gid);
    } else {
      reader_.warn(fmt::format("readcf: mailer U= flag: unknown group {}", name));
    }
  }

  static void skip_blanks(std::string_view& text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  }

  static std::optional<int> take_number(std::string_view& text) {
    if (text.empty() || (static_cast<signed char>(text.front()) >= 0 && !is_digit(text.front()))) {
      return std::nullopt;
    }
    const std::string digits(text);
    char* end = nullptr;
    const auto number = static_cast<int>(std::strtol(digits.c_str(), &end, 0));
    text.remove_prefix(static_cast<size_t>(end - digits.c_str()));
    return number;
  }

  // A name's characters and those of `more`; false: there is none.
  static bool take_owner(std::string_view& text, std::string_view more, std::string& name) {
    const auto is_part = [more](char c) {
      return is_alnum(c) || c == '_' || c == '-' || more.find(c) != std::string_view::npos;
    };
    const auto end = std::find_if_not(text.begin(), text.end(), is_part);
    name.assign(text.begin(), end);
    text.remove_prefix(name.size());
    return !name.empty();
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
    mailer_.user = fmt::format("{}:{}", user_, group_);
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
  FieldList fields_;
  ConfigMailer mailer_;
  std::string root_;
  int user_ = -1;
  int group_ = -1;
  bool failed_ = false;
  bool has_types_ = false;
};

}  // namespace

void read_mailer_line(LineReader& reader, std::string_view text) {
  MailerLine(reader, text).read();
}

}  // namespace rules
