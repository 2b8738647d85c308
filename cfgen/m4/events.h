// What an evaluation tells while it runs: messages to a Sink, and to an Observer every call,
// definition and text that passes through.
//
// Views hold until the function returns. Neither may call the evaluator.
//
// Tested by tests/m4/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace m4 {

// A place in words: `file` is empty at the end of all input.
struct Where {
  std::string_view file;
  std::uint32_t line = 0;
  std::uint32_t site_line = 0;  // the line of the site's file whose statement led here; 0: none
};

enum class Severity {
  kWarning,  // the evaluation goes on, and its exit status stays 0
  kError,    // it goes on; the exit status is 1
  kFatal     // it ends here
};

// Why a message was written, for whoever has more to say about it than m4.
enum class Cause {
  kOther,
  kUnfinished,  // the input ended in a string, a comment or an argument list
  kCannotOpen,  // a file
  kRefused,     // something that only a trusted file may do
  kLimit        // nesting, output, work
};

struct Message {
  Severity severity = Severity::kWarning;
  Cause cause = Cause::kOther;
  Where where;
  std::string_view text;  // GNU m4's words, as far as it has any
  Where begun;            // of kUnfinished: where the outermost string, comment or call begins
};

class Sink {
 public:
  virtual ~Sink() = default;
  virtual void message(const Message& message) = 0;
  // errprint.
  virtual void errprint(std::string_view text, const Where& where) = 0;
  // Lines of traceon, dumpdef and debugmode.
  virtual void debug(std::string_view text) = 0;
};

// A macro is called; its arguments are collected.
struct Call {
  std::string_view name;
  std::span<const std::string_view> arguments;  // empty also for a call without parentheses
  bool parentheses = false;
  bool builtin = false;  // the definition is a built-in macro, under whatever name
  Where where;           // of the name
  Where written;         // where the name stands; in an expansion, that of the definition
  std::size_t nesting = 1;
};

// A macro gets a definition; `text` is empty for a built-in one.
struct Defined {
  enum class How { kDefine, kPush, kUndefine, kPop };
  How how = How::kDefine;
  std::string_view name;
  std::string_view text;
  bool builtin = false;
  Where where;
};

// Text that no macro took goes to a diversion.
struct Passed {
  std::string_view text;
  bool is_word = false;             // a name that is no macro
  bool parenthesis_behind = false;  // of a word: `(` is next
  bool quoted = false;              // stood in quotes, or is a comment
  int diversion = 0;                // below 0 it is lost
  Where where;
  Where written;  // where its first character stands; in an expansion, that of the definition
};

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void called(const Call&) {}
  virtual void defined(const Defined&) {}
  virtual void passed(const Passed&) {}
  // A file begins to be read; `where` asked for it.
  virtual void entered(std::string_view /*file*/, const Where& /*where*/) {}
};

}  // namespace m4
