// A map that is opened at its first look-up, by whichever thread comes first.
//
// fork(2) is safe at any moment. Tested by tests/unit/opened_map_test.cc,
// tests/unit/maps_database_test.cc, tests/unit/maps_text_test.cc.
#ifndef LIBRULES_MAPS_OPENED_MAP_H
#define LIBRULES_MAPS_OPENED_MAP_H

#include <atomic>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "accessmap/turn.h"
#include "maps/map.h"

namespace rules {

enum class OpenState : uint8_t {
  not_tried,
  open,
  failed,   // cannot be opened: every look-up is a temporary failure
  invalid,  // cannot be opened, and need not be (-o): nothing is in it
};

struct OpenResult {
  OpenState state = OpenState::open;
  std::string reason;   // for the trace
  bool untold = false;  // of a map that has to be there: nothing else said the reason
};

class OpenedMap : public Map {
 public:
  explicit OpenedMap(const MapDefinition& definition);

  bool open(LookupServices& services) const final;
  LookupAnswer lookup(const LookupRequest& request, LookupServices& services) const final;
  std::vector<std::string> closing_lines(bool detailed) const final;
  // What it had opened is gone: the next look-up opens it again.
  void open_again() const { state_.store(OpenState::not_tried, std::memory_order_release); }

 protected:
  // Opens; tells what is wrong. Called by one thread at a time. What it keeps it sets in one step
  // at its end, by set_anew(): a child that is forked while it is at work begins it again.
  virtual OpenResult open_now(LookupServices&) const { return {}; }
  // It asks rules while it opens: LookupServices::resolve_alias(). What these rules ask of it, or
  // of others like it, fails for the time being: it is not open.
  virtual bool asks_rules() const { return false; }
  // After a failure: could another try go better? Called for each look-up, by one thread at a time.
  virtual bool worth_another_try() const { return false; }
  // For closing_lines(): of a map that is open.
  virtual std::vector<std::string> class_closing_lines() const { return {}; }
  // Answers; the map is open.
  virtual LookupAnswer answer(const LookupRequest& request, LookupServices& services) const = 0;

  // failed, or invalid for a map that is optional.
  OpenResult cannot_open(std::string reason = {}) const;
  const MapEnvironment& environment() const;
  // From now on nothing is in it.
  void close_for_good() const { state_.store(OpenState::invalid, std::memory_order_release); }

  // Sets a member of the map to what open_now() made; what was there, if ever so little, is left
  // alone: in a forked child it may be half made.
  template <typename Member>
  static void set_anew(Member& member, Member made) {
    new (&member) Member(std::move(made));
  }

 private:
  OpenState ensure_open(LookupServices& services) const;
  void trace_open(const OpenResult& result, LookupServices& services) const;

  mutable accessmap::Turn turn_;
  mutable std::atomic<OpenState> state_{OpenState::not_tried};
};

}  // namespace rules

#endif
