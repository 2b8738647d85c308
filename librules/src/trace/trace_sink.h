// Where a trace goes: finished pieces of text, with what they are about.
#ifndef LIBRULES_TRACE_TRACE_SINK_H
#define LIBRULES_TRACE_TRACE_SINK_H

#include <cstdint>
#include <string_view>

namespace rules {

enum class TraceKind : uint8_t {
  input,    // a ruleset begins
  returns,  // a ruleset ends
  rule,     // a rule is tried, matches, fails; what it made
  lookup,   // a map look-up and its answer
  message,  // a complaint
};

// A piece of a line, or a whole one. Pieces of a look-up's line may have other lines between them,
// as in the reference: `map_lookup(m, key) => ` comes before what the map itself has to say.
struct TracePiece {
  TraceKind kind = TraceKind::message;
  std::string_view ruleset;  // its name; empty: none
  uint32_t line = 0;         // of the rule in the cf; 0: none
  std::string_view text;     // without newline; lasts for the call
  bool ends_line = true;
  int exit_status = 0;  // of a complaint: what the reference's first one makes its exit status
};

class TraceSink {
 public:
  virtual ~TraceSink() = default;
  virtual void write(const TracePiece& piece) = 0;
};

}  // namespace rules

#endif
