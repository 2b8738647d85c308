// What cfgen makes of the evaluator's messages.
#include "messages.h"

#include <catch2/catch.hpp>

using cfgen::Messages;
using cfgen::Reporter;
using m4::Cause;
using m4::Message;
using m4::Severity;
using m4::Where;

namespace {

Messages said(const Message& message) {
  Reporter reporter("site.mc", "/lib/m4");
  reporter.message(message);
  return reporter.take();
}

Messages printed(std::initializer_list<std::string_view> texts) {
  Reporter reporter("site.mc", "/lib/m4");
  for (const auto text : texts) reporter.errprint(text, {});
  return reporter.take();
}

}  // namespace

TEST_CASE("messages: the place comes first, then the kind, then what to do") {
  const auto messages = said({Severity::kError,
                              Cause::kCannotOpen,
                              {"site.mc", 12, 12},
                              "cannot open `x.m4': No such file or directory",
                              {}});
  CHECK(messages.errors);
  CHECK(messages.lines.at(0).starts_with(
      "site.mc:12: error: cannot open `x.m4': No such file or directory; a relative path"));
}

TEST_CASE("messages: a warning of m4 is no error") {
  const auto messages =
      said({Severity::kWarning, Cause::kOther, {"site.mc", 3, 3}, "Warning: excess arguments", {}});
  CHECK_FALSE(messages.errors);
  CHECK(messages.lines.at(0) == "site.mc:3: warning: excess arguments");
}

TEST_CASE("messages: within the library, the line of the .mc file is named") {
  const Where where{"/lib/m4/feature/x.m4", 7, 20};
  const auto messages = said({Severity::kWarning, Cause::kOther, where, "undefined macro `y'", {}});
  CHECK(
      messages.lines.at(0) ==
      "site.mc:20: error: undefined macro `y'; the macro is not defined here (in feature/x.m4:7)");
}

TEST_CASE("messages: in a file of the site, its own line is named") {
  const Where where{"/lib/m4-of-the-site/x.m4", 7, 20};
  const auto messages = said({Severity::kWarning, Cause::kOther, where, "Warning: w", {}});
  CHECK(messages.lines.at(0) == "/lib/m4-of-the-site/x.m4:7: warning: w");
}

TEST_CASE("messages: what is not closed is named by the line where it began") {
  const auto messages = said({Severity::kFatal,
                              Cause::kUnfinished,
                              {"site.mc", 55, 55},
                              "ERROR: end of file in argument list",
                              {"site.mc", 5, 5}});
  CHECK(messages.lines.at(0).starts_with("site.mc:5: error: end of file in argument list; "));
}

TEST_CASE("messages: the library's own pass as they are, line by line") {
  const auto messages = printed({"a.mc:1: warning: ", "one\na.mc:2: error: two; do\n", "\nrest"});
  CHECK(messages.errors);
  CHECK(messages.lines ==
        std::vector<std::string>{"a.mc:1: warning: one", "a.mc:2: error: two; do", "rest"});
  CHECK_FALSE(printed({"a.mc:1: warning: one\n"}).errors);
}

TEST_CASE("messages: nothing in, nothing out") { CHECK(printed({"", "\n\n"}).lines.empty()); }
