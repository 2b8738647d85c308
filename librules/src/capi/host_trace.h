// Lines of a trace for a host's callback.
//
// Tested by tests/capi/calls.c.
#ifndef LIBRULES_CAPI_HOST_TRACE_H
#define LIBRULES_CAPI_HOST_TRACE_H

#include <optional>
#include <string>
#include <utility>

#include "capi/boundary.h"
#include "trace/debug_levels.h"
#include "trace/trace_sink.h"
#include "trace/trace_writer.h"

namespace rules::capi {

class HostTrace final : public TraceSink {
 public:
  void set(const char* debug, rules_trace_callback callback, User user);
  // What a call is to tell its events to; NULL: no trace.
  EvalEvents* begin(const Names& names);

  void write(const TracePiece& piece) override;

 private:
  DebugLevels levels_;
  rules_trace_callback callback_ = nullptr;
  User user_;
  std::optional<TraceWriter> writer_;
  std::string line_;  // its pieces so far
};

}  // namespace rules::capi

#endif
