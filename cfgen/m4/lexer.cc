// Input characters into tokens, by the quotes and comments that are in force.
//
// Tested by tests/m4/.
#include "lexer.h"

#include <utility>

namespace m4 {
namespace {

bool is_letter(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word(int c) { return is_letter(c) || (c >= '0' && c <= '9'); }
int byte(char c) { return static_cast<unsigned char>(c); }

}  // namespace

void Lexer::classify() {
  for (std::size_t c = 0; c < stops_.size(); ++c) stops_[c] = is_letter(static_cast<int>(c));
  for (const char c : {'\0', '(', ',', ')'}) stops_[static_cast<unsigned char>(c)] = true;
  for (const auto* text : {&open_quote_, &open_comment_}) {
    if (!text->empty()) stops_[static_cast<unsigned char>((*text)[0])] = true;
  }
}

void Lexer::set_quotes(std::string open, std::string close) {
  open_quote_ = std::move(open);
  close_quote_ = std::move(close);
  classify();
}

void Lexer::set_comment(std::string open, std::string close) {
  open_comment_ = std::move(open);
  close_comment_ = std::move(close);
  classify();
}

// Whether `text` begins with `c`, which was read (consume) or only looked at, and goes on in the
// input. With `consume` the whole of it is taken.
bool Lexer::matches(int c, const std::string& text, bool consume) {
  if (text.empty() || byte(text[0]) != c) return false;
  return text.size() == 1 || matches_more(text.c_str() + (consume ? 1 : 0), consume);
}

// What peek() saw: it looks through the byte 0 at the end of an expansion.
int Lexer::next_behind_zero() {
  input_.skip_zero();
  return input_.next();
}

// Characters of a partial match are pushed back as text.
bool Lexer::matches_more(const char* text, bool consume) {
  if (input_.peek() != byte(*text)) return false;
  if (text[1] == '\0') {
    if (consume) next_behind_zero();
    return true;
  }
  next_behind_zero();
  Text taken;
  taken.append(*text, input_.origin());
  bool whole = false;
  for (const char* rest = text + 1; input_.peek() == byte(*rest); ++rest) {
    next_behind_zero();
    taken.append(*rest, input_.origin());
    if (rest[1] != '\0') continue;
    if (consume) return true;
    whole = true;
    break;
  }
  input_.new_text().append(taken.all());
  input_.push_new_text();
  return whole;
}

const Token& Lexer::next(Unfinished& unfinished) {
  unfinished = Unfinished::kNothing;
  token_.text.clear();
  input_.skip_zero();
  const int c = input_.next();
  token_.place = input_.place();
  if (c == Input::kEnd) {
    token_.kind = TokenKind::kEnd;
    return token_;
  }
  token_.origin = input_.origin();
  if (c == Input::kBuiltin) {
    token_.kind = TokenKind::kBuiltin;
    token_.builtin = input_.taken_builtin();
    return token_;
  }
  if (matches(c, open_comment_, true)) {
    unfinished = read_comment();
  } else if (is_letter(c)) {
    add(c, token_.origin);
    read_word();
  } else if (matches(c, open_quote_, true)) {
    unfinished = read_quoted();
  } else {
    add(c, token_.origin);
    token_.kind = c == '(' ? TokenKind::kOpen : c == ',' ? TokenKind::kComma : TokenKind::kClose;
    if (c != '(' && c != ',' && c != ')') read_plain();
  }
  return token_;
}

void Lexer::read_word() {
  token_.kind = TokenKind::kWord;
  for (;;) {
    const std::string_view rest = input_.rest();
    std::size_t count = 0;
    while (count < rest.size() && is_word(byte(rest[count]))) ++count;
    input_.take(count, token_.text);
    // A word goes on behind the byte 0 at the end of an expansion.
    const bool ends = count == rest.size() || (count + 1 == rest.size() && rest[count] == '\0');
    if (!ends || !is_word(input_.peek())) return;
    add(next_behind_zero());
  }
}

// Everything up to what could mean something, as far as this source goes.
void Lexer::read_plain() {
  token_.kind = TokenKind::kPlain;
  const std::string_view rest = input_.rest();
  std::size_t count = 0;
  if (token_.text.view()[0] != '\0') {
    while (count < rest.size() && !stops_[static_cast<unsigned char>(rest[count])]) ++count;
  }
  input_.take(count, token_.text);
  cut_at_zero();
}

// GNU m4's texts end at a byte 0.
void Lexer::cut_at_zero() {
  const auto zero = token_.text.view().find('\0');
  if (zero != std::string_view::npos) token_.text.truncate(zero);
}

Unfinished Lexer::read_quoted() {
  token_.kind = TokenKind::kText;
  if (open_quote_.size() == 1 && close_quote_.size() == 1) return read_simple_quoted();
  int depth = 1;
  for (;;) {
    const int c = input_.next();
    if (c == Input::kEnd) return Unfinished::kString;
    if (c == Input::kBuiltin) continue;
    if (matches(c, close_quote_, true)) {
      if (--depth == 0) break;
      token_.text.append(close_quote_, input_.origin());
    } else if (matches(c, open_quote_, true)) {
      ++depth;
      token_.text.append(open_quote_, input_.origin());
    } else {
      add(c);
    }
  }
  cut_at_zero();
  return Unfinished::kNothing;
}

Unfinished Lexer::read_simple_quoted() {
  const char open = open_quote_[0];
  const char close = close_quote_[0];
  int depth = 1;
  for (;;) {
    const std::string_view rest = input_.rest();
    std::size_t count = 0;
    for (; count < rest.size(); ++count) {
      if (rest[count] == close) {
        if (--depth == 0) break;
      } else if (rest[count] == open) {
        ++depth;
      }
    }
    input_.take(count, token_.text);
    const int c = input_.next();
    if (c == Input::kEnd) return Unfinished::kString;
    if (c == Input::kBuiltin) continue;
    if (count < rest.size()) break;
    // The first character of the next source.
    if (c == byte(close) && --depth == 0) break;
    if (c == byte(open) && c != byte(close)) ++depth;
    add(c);
  }
  cut_at_zero();
  return Unfinished::kNothing;
}

Unfinished Lexer::read_comment() {
  token_.kind = TokenKind::kText;
  token_.text.append(open_comment_, input_.origin());
  for (;;) {
    const int c = input_.next();
    if (c == Input::kEnd) return Unfinished::kComment;
    if (c == Input::kBuiltin) continue;
    if (matches(c, close_comment_, true)) break;
    add(c);
  }
  token_.text.append(close_comment_, input_.origin());
  cut_at_zero();
  return Unfinished::kNothing;
}

TokenKind Lexer::peek() {
  const int c = input_.peek();
  if (c == Input::kEnd) return TokenKind::kEnd;
  if (c == Input::kBuiltin) return TokenKind::kBuiltin;
  if (matches(c, open_comment_, false)) return TokenKind::kText;
  if (is_letter(c)) return TokenKind::kWord;
  if (matches(c, open_quote_, false)) return TokenKind::kText;
  if (c == '(') return TokenKind::kOpen;
  if (c == ',') return TokenKind::kComma;
  return c == ')' ? TokenKind::kClose : TokenKind::kPlain;
}

bool Lexer::skip_line() {
  for (;;) {
    const auto end = input_.rest().find('\n');
    input_.skip(end == std::string_view::npos ? input_.rest().size() : end);
    const int c = input_.next();
    if (c == '\n') return true;
    if (c == Input::kEnd) return false;
  }
}

}  // namespace m4
