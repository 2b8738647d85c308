// An m4 evaluator: GNU m4's language, its output byte for byte, in bounded time and memory.
//
// A file that is not trusted starts no program, makes no file, and reads only what `files` lets
// it read. Every line of the output knows its origin. One evaluator belongs to one thread.
//
//   Evaluator m4(options);
//   m4.define("name", "value");
//   m4.read("site.mc", text, true);
//   m4.finish();
//   for (const auto& line : m4.lines()) ...
//
// Tested by tests/m4/.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events.h"
#include "files.h"

namespace m4 {

class Machine;

struct Limits {
  std::size_t nesting = 2000;                     // calls within arguments of calls
  std::size_t output = std::size_t{16} << 20;     // bytes
  std::size_t work = std::size_t{64} << 20;       // bytes read and made; a call counts as some
  std::size_t pending = std::size_t{32} << 20;    // bytes of expansions that are not read yet
  std::size_t files = 500;                        // that include each other
  std::size_t sources = std::size_t{200} * 1000;  // pieces of them
};

struct Options {
  Files* files = nullptr;  // nullptr: there are none
  Sink* sink = nullptr;
  Observer* observer = nullptr;
  bool trusted = false;  // syscmd, esyscmd, mkstemp, maketemp and debugfile work
  Limits limits;
  // Calls of this macro belong to no line of the site's file: it starts a library.
  std::string ownerless;
};

// Where a line of the output comes from.
struct LineOrigin {
  std::uint32_t site_line = 0;  // of the site's file; 0: no line of it is behind this one
  std::string_view file;        // where the line is written: a file of the library, or the site's
  std::uint32_t line = 0;
  // The newline before it and its first character stood in arguments of calls, in the same file.
  bool within_value = false;
};

class Evaluator {
 public:
  explicit Evaluator(const Options& options);
  ~Evaluator();
  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;

  // As -Dname=text and -Uname of GNU m4.
  void define(std::string_view name, std::string_view text);
  void undefine(std::string_view name);
  // Reads a file that the caller names; `site` is for the one whose lines are traced. After a
  // fatal message or m4exit nothing more is done.
  void read(std::string_view name, std::shared_ptr<const std::string> text, bool site = false);
  void finish();

  [[nodiscard]] std::string_view output() const;
  // For each line of the output.
  [[nodiscard]] std::vector<LineOrigin> line_origins() const;
  // As of GNU m4's process.
  [[nodiscard]] int exit_status() const;
  // m4exit was called there.
  [[nodiscard]] std::optional<Where> exited_at() const;

 private:
  std::unique_ptr<Machine> machine_;
  bool stopped_ = false;
};

}  // namespace m4
