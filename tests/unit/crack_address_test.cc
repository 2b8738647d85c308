// Expectations: what sendmail -bt's /parse showed as the cracked address.
#include "text/crack_address.h"

#include <catch2/catch.hpp>

#include "text/marked.h"

using namespace rules;

namespace {

// With $g for the mark.
std::string crack(std::string_view address, const CrackMode& mode = {}) {
  std::string out = crack_address(address, mode);
  for (size_t at; (at = out.find('\0')) != std::string::npos;) out.replace(at, 2, "$");
  return out;
}

struct Row {
  std::string_view address;
  std::string_view cracked;
};

template <size_t N>
void check(const Row (&rows)[N]) {
  for (const Row& row : rows) {
    CAPTURE(row.address);
    CHECK(crack(row.address) == row.cracked);
  }
}

}  // namespace

TEST_CASE("crack_address: comments stay around the address") {
  check({{"a", "$g"},
         {"(c1) x (c2)", "(c1) $g (c2)"},
         {"(x)(y) a (z)(w)", "(x) (y) $g (z) (w)"},
         {"a@b  (c)  (d)", "$g (c) (d)"},
         {"a (b) \"c\" d", "$g (b)"},
         {"<(c)a>", "< (c) $g>"},
         {"<a (c) b>", "<$g (c)>"},
         {"(a\\)b) c", "(a\\)b) $g"},
         {"()()", "() ()"},
         {"() ()", "() $g ()"}});
}

TEST_CASE("crack_address: a phrase before < > gets quotes if it has special characters") {
  check({{"Full Name <a@b>", "Full Name <$g>"},
         {"Q. N <a>", "\"Q. N\" <$g>"},
         {"\"Q. N\" <a>", "\"Q. N\" <$g>"},
         {"\"J. R\" U. <a>", "\"\\\"J. R\\\" U.\" <$g>"},
         {"a\\\"b <c>", "\"a\\\\\"b\" <$g>"},
         {"J. (X) R <a>", "\"J. (X) R\" <$g>"},
         {"(a.b) <d>", "(a.b) <$g>"},
         {"a' <b>", "\"a'\" <$g>"},
         {"<<a>>", "\"<\"<$g>"},
         {"a <b>, c <d>", "\"a <b>, c\" <$g>"},
         {"x <a> y <b> z", "\"x <a> y\" <$g> z"}});
}

TEST_CASE("crack_address: groups keep their name, the colon and the semicolons") {
  check({{"g: a;", "g: $g;"},
         {"g.h: a", "\"g.h\": $g"},
         {"(c)g.h:a", "\"(c)g.h\":$g"},
         {"g: a; h: b;", "g: $g;;"},
         {"g: <a>, <b>;", "g: \"<a>,\" <$g>;"},
         {"g:(c)a;", "g:(c) $g;"},
         {"g:;", "g:;$g"},
         {"<a;b>", "<$g;>"},
         {"<a>:b <c>", "<a>:\"b\" <$g>"}});
}

TEST_CASE("crack_address: colons that begin no group") {
  check({{"a::b", "$g"},
         {"a::b:c", "\"a::b\":$g"},
         {":.", "$g"},
         {"<a>::b", "<$g>:::b"},
         {"a@[IPv6:1::2]", "$g"},
         {"]a:b", "\"]a\":$g"},
         {"a\\:b", "$g"},
         {"\"a:b\"", "$g"},
         {"<@a,@b:c@d>", "<$g>"}});
}

TEST_CASE("crack_address: what is not closed is closed, what is closed twice is dropped") {
  check({{"a (c", "$g (c)"},
         {"(()", "(())"},
         {"x <a", "x <$g>"},
         {"a> b", "$g"},
         {"a>:b", "\"a>\":$g"},
         {"a <b> c)d", "a <$g> cd"},
         {"<a>b>c", "<$g>bc"},
         {"\"a <b>", "$g"},
         {"(a\\", "(a\\)"},
         {"\\", "$g"}});
}

TEST_CASE("crack_address: an empty address has no $g") {
  check({{"", ""},
         {"\"\"", ""},
         {"<>", "<>"},
         {"x <>", "x <>"},
         {"()", "()"},
         {">", ""},
         {"< >", "<$g>"}});
}

TEST_CASE("crack_address: a quote after < > leaves the address only") {
  check({{"a <b>\"c", "<$g>"}, {"g: a <b> \"c\" (d);", "<$g>"}, {"<a>\"", "<$g>\"\""}});
}

TEST_CASE("crack_address: ColonOkInAddr and MustQuoteChars") {
  CrackMode mode;
  mode.groups = false;
  CHECK(crack("a:b", mode) == "$g");
  CHECK(crack("a:b <c>", mode) == "\"a:b\" <$g>");
  mode = {};
  mode.must_quote = "x";
  CHECK(crack("a.b <c>", mode) == "a.b <$g>");
  CHECK(crack("xb <c>", mode) == "\"xb\" <$g>");
  CHECK(crack("a@b <c>", mode) == "\"a@b\" <$g>");
}
