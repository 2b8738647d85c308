// Tests text/printable.h. Expectations: spec of the language, "Tokenizer", J; sendmail's tok_bytes.

#include "text/printable.h"

#include <catch2/catch.hpp>
#include <string>

#include "text/translate.h"

using namespace rules;
using std::string_literals::operator""s;

namespace {
std::string printed(std::string_view text) {
  std::string out;
  append_printable(text, Names(), out);
  return out;
}
}  // namespace

TEST_CASE("printable: text is as it is; LF CR TAB have names; other controls and DEL are nothing") {
  CHECK(printed("a b~\"!") == "a b~\"!");
  CHECK(printed("a\nb\rc\td") == "a\\nb\\rc\\td");
  CHECK(printed("a\x01\x02\x1b\x7f\x0b\x0c.") == "a.");
}

TEST_CASE("printable: bytes over 0x7f are M- and seven bits") {
  CHECK(printed("\xc3\xa9") == "M-CM-)");
  CHECK(printed("\x8a\xff") == "M-\\nM-");
  CHECK(printed("\x90") == "M-");  // a byte of data, not the operator $*
}

TEST_CASE("printable: every operator as a cf writes it") {
  Names names;
  const std::string all = "$*$+$-$@$:$>$[$]$($)$#$|$.$1";
  std::string text;
  for (size_t at = 0; at + 2 < all.size(); at += 2) {
    append_mark(text, [&] {
      switch (all[at + 1]) {
        case '*':
          return Op::zero_or_more;
        case '+':
          return Op::one_or_more;
        case '-':
          return Op::exactly_one;
        case '@':
          return Op::host;
        case ':':
          return Op::user;
        case '>':
          return Op::call;
        case '[':
          return Op::host_begin;
        case ']':
          return Op::host_end;
        case '(':
          return Op::map_begin;
        case ')':
          return Op::map_end;
        case '#':
          return Op::mailer;
        case '|':
          return Op::cond_else;
        default:
          return Op::cond_fi;
      }
    }());
  }
  append_mark(text, Op::replacement);
  text += '1';
  CHECK(printed(text) == all);
}

TEST_CASE("printable: names of one character and long ones") {
  Names names;
  const std::string text = translate_dollars("$=w$~{Long}$&{x}$?y", names, nullptr);
  std::string out;
  append_printable(text, names, out);
  CHECK(out == "$=w$~{Long}$&x$?y");
}

TEST_CASE("printable: half an operator at the end of a text is harmless") {
  CHECK(printed("a\0"s) == "a");
  CHECK(printed("\0\x93"s) == "$=");
  CHECK(printed("\0\x93\0"s) == "$=");
  CHECK(printed("\0\xa5"s) == "{?}");
}

TEST_CASE("printable: cf text keeps all bytes that are no operators") {
  Names names;
  std::string out;
  append_cf_text(translate_dollars("a\tb\x90 $=w", names, nullptr), names, out);
  CHECK(out == "a\tb\x90 $=w");
}

TEST_CASE("printable: a message shows 203 bytes of a text, or the first and last 100") {
  const std::string fits(203, 'x');
  CHECK(shorten(fits) == fits);
  const std::string long_text = std::string(100, 'a') + "bbbb" + std::string(100, 'c');
  CHECK(shorten(long_text) == std::string(100, 'a') + "..." + std::string(100, 'c'));
}
