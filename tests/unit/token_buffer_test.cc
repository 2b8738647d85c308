// Tests text/token_buffer.h.

#include "text/token_buffer.h"

#include <catch2/catch.hpp>
#include <string>

#include "text/prescan.h"

using namespace rules;

namespace {

const CharTypes kTypes;
constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";

Token letter(size_t at) {
  return make_token(kLetters.substr(at % kLetters.size(), 1), kTypes, nullptr);
}

TokenBuffer letters(size_t first, size_t count) {
  TokenBuffer tokens;
  for (size_t i = 0; i < count; ++i) tokens.push_back(letter(first + i));
  return tokens;
}

std::string text_of(const TokenBuffer& tokens) {
  std::string text;
  for (const Token& token : tokens) text += token.text();
  return text;
}

}  // namespace

TEST_CASE("token buffer: grows, and keeps what is in it") {
  const TokenBuffer many = letters(0, 1000);
  CHECK(many.size() == 1000);
  CHECK(many.front().text() == "a");
  CHECK(many[999].text() == letter(999).text());
  CHECK(many.back().text() == letter(999).text());
}

TEST_CASE("token buffer: a token of its own can be pushed while it grows") {
  TokenBuffer tokens = letters(0, 1);
  for (int i = 0; i < 500; ++i) tokens.push_back(tokens.front());
  CHECK(text_of(tokens) == std::string(501, 'a'));
}

TEST_CASE("token buffer: few and many tokens are appended alike") {
  TokenBuffer tokens;
  tokens.append(letters(0, 3));
  tokens.append(letters(3, 20));
  tokens.append({});
  CHECK(text_of(tokens) == kLetters.substr(0, 23));
  tokens.assign(letters(1, 2));
  CHECK(text_of(tokens) == "bc");
}

TEST_CASE("token buffer: a range is replaced by fewer, as many, more tokens, and by none") {
  const auto replaced = [](size_t first, size_t last, size_t count) {
    TokenBuffer tokens = letters(0, 6);
    tokens.replace(first, last, letters(23, count));
    return text_of(tokens);
  };
  CHECK(replaced(1, 4, 1) == "axef");
  CHECK(replaced(1, 4, 3) == "axyzef");
  CHECK(replaced(1, 2, 3) == "axyzcdef");
  CHECK(replaced(0, 2, 0) == "cdef");
  CHECK(replaced(6, 6, 2) == "abcdefxy");
  CHECK(replaced(0, 6, 80).size() == 80);
}

TEST_CASE("token buffer: swaps") {
  TokenBuffer a = letters(0, 2), b = letters(2, 1);
  a.swap(b);
  CHECK(text_of(a) == "c");
  CHECK(text_of(b) == "ab");
}
