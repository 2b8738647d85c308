// What traceon, debugmode and debugfile ask for.
//
// Tested by tests/m4/builtins_test.cc.
#pragma once

#include <fstream>
#include <string>
#include <string_view>

#include "events.h"

namespace m4 {

class Tracing {
 public:
  enum Flag : unsigned {
    kArguments = 1,    // a
    kExpansion = 2,    // e
    kQuotes = 4,       // q
    kAll = 8,          // t
    kLine = 16,        // l
    kFile = 32,        // f
    kPath = 64,        // p
    kCall = 128,       // c
    kInput = 256,      // i
    kCallNumber = 512  // x
  };
  static constexpr unsigned kVerbose = 1023;
  static constexpr unsigned kDefault = kArguments | kExpansion | kQuotes;

  explicit Tracing(Sink* sink) : sink_(sink) {}

  [[nodiscard]] bool on(Flag flag) const { return (flags_ & flag) != 0; }
  // debugmode's argument; false, and nothing changes, if it has an unknown letter.
  bool set_flags(std::string_view text);
  void clear_flags() { flags_ = 0; }

  void write(std::string_view text);
  // debugfile: to the sink again, to nowhere, to a file; false if it cannot be opened.
  void to_sink();
  void to_nowhere();
  bool to_file(const std::string& path);

  // The head of a line: m4trace: or m4debug: and the place, as far as the flags say so.
  [[nodiscard]] std::string trace_head(const Where& where, std::size_t nesting,
                                       std::size_t call) const;
  [[nodiscard]] std::string debug_head(const Where& where) const;

 private:
  [[nodiscard]] std::string place(const Where& where) const;

  Sink* sink_;
  unsigned flags_ = 0;
  enum class Target { kSink, kNowhere, kFile } target_ = Target::kSink;
  std::ofstream file_;
};

}  // namespace m4
