// Input characters into tokens, by the quotes and comments that are in force.
//
// Tested by tests/m4/.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "input.h"
#include "text.h"

namespace m4 {

enum class TokenKind {
  kEnd,
  kText,    // a quoted string without its quotes, or a comment
  kWord,    // may be the name of a macro
  kOpen,    // (
  kComma,   // ,
  kClose,   // )
  kPlain,   // characters that mean nothing
  kBuiltin  // a definition that defn gave
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  Text text;
  Origin origin;  // of its first character
  Place place;    // where a message would see its first character
  const Builtin* builtin = nullptr;
};

// What is missing at the end of the input.
enum class Unfinished { kNothing, kString, kComment };

class Lexer {
 public:
  explicit Lexer(Input& input) : input_(input) { classify(); }

  // Reads a token, which holds until the next call. A token that the input ends in says so in
  // `unfinished`.
  const Token& next(Unfinished& unfinished);
  // What the next token begins as; kText for a quote or a comment.
  [[nodiscard]] TokenKind peek();
  // Drops the rest of the line; false if the input ends first.
  bool skip_line();

  void set_quotes(std::string open, std::string close);
  void set_comment(std::string open, std::string close);
  [[nodiscard]] const std::string& open_quote() const { return open_quote_; }
  [[nodiscard]] const std::string& close_quote() const { return close_quote_; }

 private:
  void classify();
  bool matches(int c, const std::string& text, bool consume);
  bool matches_more(const char* text, bool consume);
  int next_behind_zero();
  void read_word();
  void read_plain();
  Unfinished read_quoted();
  Unfinished read_simple_quoted();
  Unfinished read_comment();
  void add(int c) { add(c, input_.origin()); }
  void add(int c, const Origin& origin) { token_.text.append(static_cast<char>(c), origin); }
  void cut_at_zero();

  Input& input_;
  Token token_;
  std::string open_quote_ = "`";
  std::string close_quote_ = "'";
  std::string open_comment_ = "#";
  std::string close_comment_ = "\n";
  std::array<bool, 256> stops_{};  // characters that may begin something else than plain text
};

}  // namespace m4
