// See translate.h.

#include "text/translate.h"

#include <algorithm>

#include "text/expand.h"

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

// Bytes of a character with what it takes. A `$` takes one, and one behind that when it names, or a
// long name; the byte that stands for it in the reference takes a #.
size_t taken_size(std::string_view text) {
  size_t size = 1;
  if (text.starts_with("\x81#")) return 2;
  if (text.front() != '$') return size;
  if (text.starts_with("$\\#")) return size;
  if (size < text.size() && is_naming_sign(text[size])) ++size;
  if (size < text.size() && text[size] == '{') size = std::min(text.find('}'), text.size() - 1);
  return std::min(size + 1, text.size());
}

bool is_blank(char c) { return c == ' ' || c == '\t' || (c >= '\v' && c <= '\r'); }

// What a character behind a backslash stands for.
char unescaped(char c) {
  constexpr std::string_view kLetters = "nrfb";
  const size_t at = kLetters.find(c);
  return at == std::string_view::npos ? c : "\n\r\f\b"[at];
}

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
    if (line[at] == '#' && at > 0) {
      while (out.size() > kept && is_blank(out.back())) out.pop_back();
      at = std::min(line.find('\n', at), line.size());  // a continuation is none
      if (at < line.size()) out += line[at++];
      continue;
    }
    const bool quoted = line[at] == '\\' && at + 1 < line.size() && line[at + 1] == '#';
    if (quoted) ++at;
    const size_t size = taken_size(line.substr(at));
    out += line.substr(at, size);
    at += size;
    if (size > 1) kept = out.size();
  }
  return out;
}

std::string take_value(std::string_view& text, char delimiter) {
  std::string value;
  bool escaped = false;
  bool quoted = false;
  for (size_t room = kMaxExpanded; room > 0 && !text.empty();) {
    const MarkedChar c = marked_char(text, 0);
    const std::string_view written = text.substr(0, c.size);
    if (!escaped && !quoted && delimiter != '\0' && c.code == static_cast<uint8_t>(delimiter))
      break;
    text.remove_prefix(c.size);
    if (!escaped && c.code == '"') {
      quoted = !quoted;
    } else if (!escaped && c.code == '\\') {
      escaped = true;
    } else {
      if (escaped && c.size == 1) {
        value += unescaped(written.front());
      } else {
        value += written;
      }
      escaped = false;
      --room;
    }
  }
  return value;
}

}  // namespace rules
