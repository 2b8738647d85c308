// See header_tester.h.

#include "header_tester.h"

#include <algorithm>
#include <cstdio>

#include "cf/config.h"
#include "debugger.h"
#include "eval/resolve_address.h"
#include "test_engine_library.h"
#include "text/fold.h"
#include "text/marked.h"

namespace cftest {

namespace {

constexpr int kStatusSoftware = 70;
constexpr int kCheckTrace = 48;
constexpr int kCheckLevel = 2;
constexpr uint32_t kEndOfHeader = 0x1;
constexpr uint32_t kManyAllowed = 0x40;
constexpr uint32_t kStripsComments = 0x10000;
constexpr uint32_t kFromUser = 0x40000;

// What the reference knows of headers by their names, in its numbers.
struct HeaderFlags {
  std::string_view name;
  uint32_t flags;
};
constexpr HeaderFlags kFlags[] = {
    {"return-receipt-to", 0x400},
    {"resent-sender", 0x108},
    {"resent-from", 0x108},
    {"resent-reply-to", 0x108},
    {"sender", 0x100},
    {"from", 0x100},
    {"reply-to", 0x100},
    {"errors-to", 0x900},
    {"full-name", 0x20},
    {"to", 0x2},
    {"resent-to", 0xa},
    {"cc", 0x2},
    {"resent-cc", 0xa},
    {"bcc", 0x4002},
    {"resent-bcc", 0x400a},
    {"apparently-to", 0x2},
    {"resent-message-id", 0x8},
    {"message", 0x1},
    {"text", 0x1},
    {"resent-date", 0x8},
    {"received", 0xc0},
    {"x400-received", 0xc0},
    {"via", 0xc0},
    {"mail-from", 0xc0},
    {"comments", 0x8040},
    {"return-path", 0x20060},
    {"content-type", 0x2000},
    {"content-length", 0x20},
    {"disposition-notification-to", 0x100},
    {"subject", 0x8000},
    {"content-transfer-encoding", 0x1000},
    {"x-authentication-warning", 0x40},
};

uint32_t flags_of(std::string_view name) {
  for (const HeaderFlags& known : kFlags) {
    if (rules::equal_folded(known.name, name)) return known.flags;
  }
  return 0;
}

const rules::ConfigHeader* find_header(const rules::Config& config, std::string_view name) {
  for (const rules::ConfigHeader& header : config.headers) {
    if (rules::equal_folded(header.name, name)) return &header;
  }
  return nullptr;
}

bool is_name(std::string_view name) {
  return !name.empty() && std::none_of(name.begin(), name.end(), is_blank);
}

// The value as the macro currHeader holds it.
std::string quoted(std::string_view value) {
  constexpr size_t kMost = 253;  // with the quote before it
  std::string out = "\"";
  for (const char c : value) {
    if (out.size() >= kMost) break;
    if (c == '"') out += '\\';
    out += c == '\t' ? ' ' : c;
  }
  return out + '"';
}

// The reference says nothing of what it repairs in a header, but shows its tokens.
class WithoutRepairs final : public rules::EvalEvents {
 public:
  explicit WithoutRepairs(rules::EvalEvents* events) : events_(events) {}
  void prescan_begins(std::string_view text) override { events_->prescan_begins(text); }
  void prescan_step(const rules::PrescanStep& step) override { events_->prescan_step(step); }
  void prescan_ends(rules::Tokens tokens, bool failed) override {
    events_->prescan_ends(tokens, failed);
  }
  bool wants(int category, int level) const override { return events_->wants(category, level); }

 private:
  rules::EvalEvents* events_;
};

}  // namespace

void HeaderTester::check(std::string_view header) {
  const size_t colon = header.find(':');
  const std::string_view name = trim_right(header.substr(0, colon));
  if (colon == std::string_view::npos || !is_name(name)) {
    output_.complain("header syntax error, line \"" + std::string(header) + "\"", kStatusSoftware);
    return output_.line("ul = 00000000");
  }
  uint32_t flags = flags_of(name);
  const rules::Config& config = engine_.library().session.program().config();
  const rules::ConfigHeader* own = find_header(config, name);
  const rules::ConfigHeader* others = find_header(config, "*");
  // The configuration's own text is better than nothing.
  const bool says_nothing = trim_left(header.substr(colon + 1)).empty();
  const bool dropped = says_nothing && (flags & (kEndOfHeader | kManyAllowed)) == 0;
  if (dropped && own != nullptr && own->has_text) return output_.line("ul = 00000000");
  const bool has_own = own != nullptr && own->ruleset != rules::kNoRuleset;
  if (has_own && !own->keeps_comments) flags |= kStripsComments;
  if ((flags & kEndOfHeader) == 0) {
    flags |= kFromUser;
    const rules::ConfigHeader* checks = has_own ? own : others;
    if (checks != nullptr && checks->ruleset != rules::kNoRuleset) {
      run(name, header.substr(colon + 1), checks->ruleset, checks->keeps_comments);
    }
  }
  char line[32];
  std::snprintf(line, sizeof line, "ul = 0x%08x", flags);
  output_.line(line);
}

void HeaderTester::run(std::string_view name, std::string_view value, int ruleset,
                       bool keeps_comments) {
  rules::Session& session = engine_.library().session;
  const auto set = [&](std::string_view macro, const std::string& text) {
    session.set_macro(rules::Scope::connection, macro, text);
  };
  set("{currHeader}", quoted(value));
  set("{hdr_name}", std::string(name));
  set("{hdrlen}", std::to_string(value.size()));
  set("{addr_type}", "h");
  if (engine_.wants_debug(kCheckTrace, kCheckLevel)) {
    output_.debug_text("rscheck(" + session.program().ruleset(ruleset).name + ", " +
                       std::string(value) + ", (NULL))\n");
  }
  rules::PrescanMode mode;
  mode.table = keeps_comments ? rules::CharTable::cf : rules::CharTable::internal;
  mode.repair = !keeps_comments;
  rules::EvalEvents* const events = session.events();
  WithoutRepairs quiet(events);
  session.set_events(events == nullptr ? nullptr : &quiet);
  session.begin();
  const std::string_view text = rules::cut_at_nul(value);
  if (engine_.library().as_reference) {
    session.add_text(rules::mark_operator_bytes(text), mode);
  } else {
    session.add_text(text, mode);
  }
  session.set_events(events);
  if (session.workspace().empty()) return;
  session.run(ruleset);
  tell_refusal();
}

void HeaderTester::tell_refusal() {
  rules::Session& session = engine_.library().session;
  const rules::ResolvedAddress refusal = rules::refusal_of(session);
  if (refusal.problem != rules::AddressProblem::refused) return;
  output_.complain(refusal.text, refusal.exit_status);
}

}  // namespace cftest
