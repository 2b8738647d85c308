// What rules make of an address of an aliases file, while a map that is asked by rules reads it.
//
// A session of its own does it, with the macros and classes of the one that asks, as the reference
// has one set of them.
//
// Tested by tests/unit/alias_address_test.cc, tests/cases/bt/alias_text.

#include <utility>

#include "eval/resolve_address.h"
#include "eval/session.h"
#include "maps/answers.h"

namespace rules {

namespace {

// An alias, as the reference's traces number it.
constexpr AddressKind kAlias = {false, false, 30};

bool takes_aliases(const ResolvedAddress& address) {
  return address.mailer != nullptr && address.mailer->flags.find('A') != std::string::npos &&
         address.flaw != UserFlaw::operators && address.flaw != UserFlaw::too_long;
}

AliasAddress resolve(Session& session, std::string_view text, char delimiter) {
  AliasAddress found;
  PrescanMode mode;
  mode.delimiter = delimiter;
  session.begin();
  session.add_text(text, mode, &found.length);
  if (session.workspace().empty()) return found;
  // In complaints the reference shows all that follows an address of a list.
  const std::string_view typed = delimiter == ',' ? text : text.substr(0, found.length);
  if (address_form(text.substr(0, found.length)) != AddressForm::fit) {
    if (session.events() != nullptr) session.events()->address_unfit(typed);
    return found;
  }
  const ResolvedAddress address = resolve_address(session, kAlias);
  found.stopped = address.problem == AddressProblem::stopped;
  if (found.stopped) return found;
  if (session.events() != nullptr) session.events()->address_judged(address, typed);
  if (is_queued(address)) choose_queue_group(session, address.user);
  found.is_address = true;
  found.takes_aliases = takes_aliases(address);
  append_unmarked(address.user, found.user);
  return found;
}

}  // namespace

// Has what is lent as long as it lives.
class Session::Inner {
 public:
  explicit Inner(Session& outer) : outer_(outer), session_(outer.engine_) {
    outer_.lend_to(session_);
  }
  ~Inner() { outer_.take_back_from(session_); }
  Inner(const Inner&) = delete;
  Inner& operator=(const Inner&) = delete;
  Session& session() { return session_; }

 private:
  Session& outer_;
  Session session_;
};

void Session::lend_to(Session& inner) {
  std::swap(macros_, inner.macros_);
  std::swap(macro_blocks_, inner.macro_blocks_);
  std::swap(macro_count_, inner.macro_count_);
  std::swap(extra_macros_, inner.extra_macros_);
  std::swap(words_, inner.words_);
  inner.host_ = host_;
  inner.events_ = events_;
  inner.limits_ = limits_;
  inner.operator_bytes = operator_bytes;
  inner.resolving_alias = true;
  inner.call_ = call_;
}

// The tokens of macros that were kept during either call are no longer there, or no longer right:
// a new number keeps them from being used. What the host was asked for it is not asked for again.
void Session::take_back_from(Session& inner) {
  std::swap(macros_, inner.macros_);
  std::swap(macro_blocks_, inner.macro_blocks_);
  std::swap(macro_count_, inner.macro_count_);
  std::swap(extra_macros_, inner.extra_macros_);
  std::swap(words_, inner.words_);
  asked_names_.insert(asked_names_.end(), inner.asked_names_.begin(), inner.asked_names_.end());
  find_class_tables();
  call_ = inner.call_ + 1;
}

AliasAddress Session::resolve_alias(std::string_view text, char delimiter, const FilePlace& place) {
  if (is_canceled()) return {.stopped = true, .user = {}};
  if (events_ != nullptr) events_->place_changes(place);
  AliasAddress found;
  {
    Inner inner(*this);
    found = resolve(inner.session(), text, delimiter);
  }
  if (events_ != nullptr) events_->place_changes({});
  return found;
}

}  // namespace rules
