// See translate.h.

#include "text/translate.h"

#include <algorithm>

namespace rules {

namespace {

// Does `$c` take the following name with it?
bool is_naming_sign(char c) { return c == '=' || c == '~' || c == '&' || c == '?'; }

class Translator {
 public:
  Translator(std::string_view text, Names& names, NameListener* listener)
      : text_(text), names_(names), listener_(listener) {}

  std::string run() {
    out_.reserve(text_.size() * 3 / 2);  // a mark for each `$`
    while (at_ < text_.size()) {
      const size_t dollar = std::min(text_.find('$', at_), text_.size());
      out_ += text_.substr(at_, dollar - at_);
      at_ = dollar;
      if (at_ + 1 < text_.size()) {
        ++at_;
        translate_one();
      } else if (at_ < text_.size()) {
        out_ += text_[at_++];
      }
    }
    return std::move(out_);
  }

 private:
  void translate_one() {
    const char c = text_[at_];
    if (c == '$') {
      out_ += '$';
      ++at_;
      return;
    }
    // Operators are macros until expansion finds that nothing else is called so.
    append_mark(out_, Op::expand);
    if (is_naming_sign(c)) {
      out_ += c;
      ++at_;
    }
    take_name();
  }

  void take_name() {
    const std::string_view rest = text_.substr(at_);
    if (listener_ != nullptr) listener_->name_begins(rest);
    if (!rest.empty() && rest[0] != '\0' && rest[0] != '{') {  // a name of one byte
      if (listener_ != nullptr) listener_->name_ends(rest, read_name(rest));
      out_ += text_[at_++];
      return;
    }
    const ParsedName name = parse_name(rest, names_);
    at_ += name.size;
    if (name.problem != NameProblem::none && listener_ != nullptr) {
      listener_->name_problem(name, text_);
    }
    if (listener_ != nullptr) listener_->name_ends(rest, name);
    if (name.name == kNoName) {
      // The reference's name is a NUL then, which ends the text.
      at_ = text_.size();
      return;
    }
    append_name(out_, name.name);
  }

  std::string_view text_;
  Names& names_;
  NameListener* listener_;
  size_t at_ = 0;
  std::string out_;
};

// Bytes of a `$` with what it takes: a character, and one behind that when it names, or a long
// name.
size_t dollar_size(std::string_view text) {
  size_t size = 1;
  if (text.starts_with("$\\#")) return size;
  if (size < text.size() && is_naming_sign(text[size])) ++size;
  if (size < text.size() && text[size] == '{') size = std::min(text.find('}'), text.size() - 1);
  return std::min(size + 1, text.size());
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

std::string quote_operator_bytes(std::string_view line, bool marked) {
  const auto is_ascii = [](char c) { return (static_cast<uint8_t>(c) & 0x80) == 0; };
  if (std::all_of(line.begin(), line.end(), is_ascii)) return std::string(line);
  std::string out;
  for (const char c : line) {
    const auto byte = static_cast<uint8_t>(c);
    const bool names_operator = byte >= 0x80 && byte < 0xa0;
    if (names_operator || byte == 0xff) out += '\xff';
    if (names_operator && marked) out += '\0';
    out += c;
  }
  return out;
}

std::string translate_dollars(std::string_view text, Names& names, NameListener* listener) {
  return Translator(text, names, listener).run();
}

std::string cut_comment(std::string_view line) {
  if (line.find('#') == std::string_view::npos) return std::string(line);
  std::string out;
  size_t kept = 1;  // up to here blanks are no blanks before a comment
  for (size_t at = 0; at < line.size();) {
    if (line[at] == '#') {
      while (out.size() > kept && is_blank(out.back())) out.pop_back();
      return out;
    }
    const bool quoted = line[at] == '\\' && at + 1 < line.size() && line[at + 1] == '#';
    if (quoted) ++at;
    const size_t size = line[at] == '$' ? dollar_size(line.substr(at)) : 1;
    out += line.substr(at, size);
    at += size;
    if (size > 1) kept = out.size();
  }
  return out;
}

std::string unquote_value(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') continue;
    if (c != '\\' || at + 1 >= text.size()) {
      out += c;
      continue;
    }
    switch (const char escaped = text[++at]) {
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 'f':
        out += '\f';
        break;
      case 'b':
        out += '\b';
        break;
      default:
        out += escaped;
    }
  }
  return out;
}

}  // namespace rules
