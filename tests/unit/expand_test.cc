// Tests text/expand.h. Expectations: spec of the language, "Macros"; sendmail's mac_* transcripts.

#include "text/expand.h"

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "text/printable.h"
#include "text/translate.h"

using namespace rules;

namespace {

class Macros final : public MacroSource {
 public:
  Names names;

  void define(std::string_view name, std::string_view value) {
    const ParsedName id = parse_name(name, names);
    values_[id.name] = translate_dollars(value, names, nullptr);
  }
  std::optional<std::string_view> macro_value(NameId name) override {
    const auto at = values_.find(name);
    if (at != values_.end()) return std::string_view(at->second);
    operator_value_ = operator_macro(name);
    return operator_value_;
  }
  std::string expanded(std::string_view text) {
    std::string out;
    status = expand(translate_dollars(text, names, nullptr), *this, out);
    std::string shown;
    append_cf_text(out, names, shown);
    return shown;
  }
  ExpandStatus status = ExpandStatus::ok;

 private:
  std::map<NameId, std::string> values_;
  std::optional<std::string> operator_value_;
};

Macros abc() {
  Macros macros;
  macros.define("a", "1");
  macros.define("b", "<$a>");
  macros.define("e", "");
  macros.define("{Long}", "long $b");
  return macros;
}

}  // namespace

TEST_CASE("expand: values are expanded when they are used") {
  Macros macros = abc();
  CHECK(macros.expanded("x$b${Long}y") == "x<1>long <1>y");
  macros.define("a", "2");
  CHECK(macros.expanded("$b") == "<2>");
}

TEST_CASE("expand: what has no value expands to nothing, the operators to themselves") {
  Macros macros = abc();
  CHECK(macros.expanded("[$u${None}]") == "[]");
  CHECK(macros.expanded("$* $+ $- $@ $: $> $[ $] $( $) $# $| $.") ==
        "$* $+ $- $@ $: $> $[ $] $( $) $# $| $.");
}

TEST_CASE("expand: $=x $~x $&x $1 stay as they are") {
  Macros macros = abc();
  CHECK(macros.expanded("$=a $~a $&a $1") == "$=a $~a $&a $1");
}

TEST_CASE("expand: a conditional is true when its macro is defined and not empty") {
  Macros macros = abc();
  CHECK(macros.expanded("x$?a yes$| no$.y") == "x yesy");
  CHECK(macros.expanded("x$?u yes$| no$.y") == "x noy");
  CHECK(macros.expanded("x$?e yes$| no$.y") == "x noy");
  CHECK(macros.expanded("$?{Long}yes$.") == "yes");
}

TEST_CASE("expand: conditionals nest; the inner ones of a text that is skipped are skipped") {
  Macros macros = abc();
  CHECK(macros.expanded("$?a A$?b B$| C$. D$| E$.") == " A B D");
  CHECK(macros.expanded("$?a A$?u B$| C$. D$| E$.") == " A C D");
  CHECK(macros.expanded("$?u A$?a B$| C$. D$| E$.") == " E");
  CHECK(macros.expanded("$?u A$?u B$| C$. D$| E$?a F$.$.") == " E F");
}

TEST_CASE("expand: a conditional that is not closed goes to the end; stray $| and $. stay") {
  Macros macros = abc();
  CHECK(macros.expanded("$?a yes") == " yes");
  CHECK(macros.expanded("$?u yes$| no") == " no");
  CHECK(macros.expanded("a$|b$.c") == "a$|b$.c");
}

TEST_CASE("expand: a chain of 11 macros is expanded, the 12th is not") {
  Macros macros;
  for (char c = 'A'; c < 'K'; ++c) macros.define(std::string(1, c), {"$" + std::string(1, c + 1)});
  macros.define("K", "text");
  CHECK(macros.expanded("$A") == "text");
  CHECK(macros.status == ExpandStatus::ok);
  macros.define("K", "$L");
  macros.define("L", "text");
  CHECK(macros.expanded("$A") == "$L");
  CHECK(macros.status == ExpandStatus::too_deep);
}

TEST_CASE("expand: a macro of itself ends") {
  Macros macros;
  macros.define("A", "x$A");
  CHECK(macros.expanded("$A") == std::string(11, 'x') + "$A");
  CHECK(macros.status == ExpandStatus::too_deep);
}

TEST_CASE("expand: the result is cut at 2047 characters, an operator is one") {
  Macros macros;
  macros.define("A", std::string(2000, 'a'));
  CHECK(macros.expanded("$A$A").size() == 2047);
  std::string ones;
  for (int i = 0; i < 1023; ++i) ones += "$1";
  CHECK(macros.expanded(ones) == ones);
}

TEST_CASE("expand: values that double at each level end in bounded time") {
  Macros macros;
  for (char c = 'A'; c < 'Z'; ++c) {
    const std::string next(1, static_cast<char>(c + 1));
    std::string value;
    for (int i = 0; i < 50; ++i) value += "$" + next;
    macros.define(std::string(1, c), value);
  }
  macros.expanded("$A");
  CHECK(macros.status == ExpandStatus::too_deep);
}

TEST_CASE("expand: a byte 0x90 of a value is not $*") {
  Macros macros;
  macros.define("a", "x\x90y");
  CHECK(macros.expanded("$a") == "x\x90y");
}

TEST_CASE("expand: every operator has one character, and it a macro that is the operator") {
  for (const char c : std::string("*+-=~#@:>?|.[]()&")) {
    CHECK(operator_char(leading_op(operator_macro(c).value())) == c);
  }
  CHECK_FALSE(operator_macro('x'));
  CHECK_FALSE(operator_macro('\0'));
  CHECK_FALSE(operator_macro(kFirstLongName));
}
