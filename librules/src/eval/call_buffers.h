// What the calls of a session work in: its memory, not its contents, serves one call after another,
// and the next session's calls when the session is over.
//
// So the first call of a session allocates nothing and touches no fresh page, as a server that has
// a session for each connection would otherwise pay for at every connection (see FIGURES.md).
//
// Tested by tests/unit/call_buffers_test.cc.
#ifndef LIBRULES_EVAL_CALL_BUFFERS_H
#define LIBRULES_EVAL_CALL_BUFFERS_H

#include <array>
#include <atomic>
#include <memory>
#include <string_view>
#include <vector>

#include "eval/frame.h"
#include "text/arena.h"
#include "text/token_buffer.h"

namespace rules {

// A look-up that a call made.
struct LookupRecord {
  std::string_view map;
  std::string_view key;
  std::string_view value;
  LookupStatus status = LookupStatus::not_found;
  uint32_t line = 0;  // of the rule; 0: none
};

struct CallBuffers {
  // Forgets all contents.
  void clear();
  size_t bytes() const;  // of memory, about

  Arena arena;  // texts of this call
  TokenBuffer workspace;
  TokenBuffer looked_up;  // the result of the look-up at work
  std::vector<std::unique_ptr<Frame>> frames;
  size_t growths = 0;  // of buffers of tokens
  size_t leveled = 0;  // so many are taken care of
  std::vector<LookupRecord> lookups;
  std::vector<std::string_view> arg_views;
  MatchScratch match_scratch;
};

// Those of sessions that are over. Any thread; fork(2) is safe at any moment.
class SpareBuffers {
 public:
  SpareBuffers() = default;
  ~SpareBuffers();
  SpareBuffers(const SpareBuffers&) = delete;
  SpareBuffers& operator=(const SpareBuffers&) = delete;

  // Never NULL: new ones, if there are none.
  std::unique_ptr<CallBuffers> take() const;
  // Keeps them, empty, unless they grew unusually large or enough are there.
  void give_back(std::unique_ptr<CallBuffers> used) const;

 private:
  static constexpr size_t kMost = 16;
  static constexpr size_t kMostBytes = 512 * 1024;  // of one

  mutable std::array<std::atomic<CallBuffers*>, kMost> spare_{};
};

}  // namespace rules

#endif
