// What an observer is told.
#include <catch2/catch.hpp>

#include "evaluate.h"

namespace {

struct Notes : m4::Observer {
  std::vector<std::string> list;

  static std::string at(const m4::Where& where) { return " at " + std::to_string(where.line); }
  void called(const m4::Call& call) override {
    std::string text = "call " + std::string(call.name);
    if (call.parentheses) {
      text += '(';
      for (const auto argument : call.arguments) text += "<" + std::string(argument) + ">";
      text += ')';
    }
    if (call.builtin) text += " builtin";
    list.push_back(text + at(call.where) + " nesting " + std::to_string(call.nesting));
  }
  void defined(const m4::Defined& one) override {
    using How = m4::Defined::How;
    const char* const how = one.how == How::kDefine     ? "define "
                            : one.how == How::kPush     ? "push "
                            : one.how == How::kUndefine ? "undefine "
                                                        : "pop ";
    list.push_back(how + std::string(one.name) + "=" + std::string(one.text) + at(one.where));
  }
  void passed(const m4::Passed& one) override {
    if (!one.is_word) return;
    list.push_back("word " + std::string(one.text) + (one.parenthesis_behind ? "(" : "") + " to " +
                   std::to_string(one.diversion) + at(one.where));
  }
};

std::vector<std::string> told(std::string_view program) {
  Notes notes;
  m4::Options options;
  options.observer = &notes;
  evaluate(program, options);
  return notes.list;
}

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("events: calls with their arguments, place and nesting") {
  CHECK(told("\nlen(`a,b', len(\nc))") ==
        List{"call len(<c>) builtin at 2 nesting 2", "call len(<a,b><1>) builtin at 2 nesting 1"});
  CHECK(told("define(`x', `')x`'x()").back() == "call x(<>) at 1 nesting 1");
  CHECK(told("divnum") == List{"call divnum builtin at 1 nesting 1"});
}

TEST_CASE("events: definitions") {
  const List list = told("define(`x', `1')pushdef(`x', 2)\npopdef(`x')undefine(`x')");
  CHECK(list[1] == "define x=1 at 1");
  CHECK(list[3] == "push x=2 at 1");
  CHECK(list[5] == "pop x= at 2");
  CHECK(list[7] == "undefine x= at 2");
}

TEST_CASE("events: words that are no macros") {
  CHECK(told("FEATUER(`x')\nlen divert(2)y").front() == "word FEATUER( to 0 at 1");
  CHECK(told("\n`quoted' len") == List{"word len to 0 at 2"});
  CHECK(told("divert(-1)lost").back() == "word lost to -1 at 1");
}
