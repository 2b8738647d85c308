// A session: macros and classes of one connection, and the evaluation of rulesets.
//
// One thread at a time. All state of an evaluation lives here, not on the C stack: it can be
// suspended at a look-up and resumed.
//
// Tested by tests/unit/session_test.cc, tests/fuzz/fuzz_rewrite.cc, tests/cases/bt/.
#ifndef LIBRULES_EVAL_SESSION_H
#define LIBRULES_EVAL_SESSION_H

#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eval/call_buffers.h"
#include "eval/engine.h"
#include "eval/events.h"
#include "eval/frame.h"
#include "eval/match.h"
#include "text/arena.h"
#include "text/prescan.h"

namespace rules {

enum class Scope : uint8_t { connection, transaction };

struct Limits {
  uint64_t rules = 1'000'000;
  uint64_t tokens = 10'000'000;
  uint64_t lookups = 10'000;
  uint64_t steps = 100'000'000;
};

enum class RunState : uint8_t {
  done,
  pending,  // a map answers later: resume()
  limit,    // a limit was passed; Session::reason() says which
  canceled,
};

// What a host gives a session; every function may be empty.
struct Host {
  // A macro that nobody set: asked at most once for each in a call. False: undefined.
  std::function<bool(std::string_view name, std::string& value)> macro;
  // A look-up in a map of the host's own class.
  std::function<LookupStatus(const MapDefinition&, const LookupRequest&, std::string& value)>
      lookup;
};

class Session final : private LookupServices, private PrescanListener, private MatchContext {
 public:
  explicit Session(std::shared_ptr<const Engine> engine);
  ~Session() override;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const Engine& engine() const { return *engine_; }
  const Program& program() const { return engine_->program(); }

  // ---- macros. name: "x" or "{name}". Values of a host are data; mark them first (marked.h) if
  // they hold operators of the cf.
  bool set_macro(Scope scope, std::string_view name, std::string_view text);
  bool unset_macro(Scope scope, std::string_view name);
  // As set_macro, but no event tells of it.
  bool reword_macro(Scope scope, std::string_view name, std::string_view text);
  // What the wider scope or the configuration has shows again.
  void forget_macro(Scope scope, std::string_view name);
  std::optional<std::string_view> macro(std::string_view name);
  void reset_transaction();

  // ---- classes
  bool add_class_word(Scope scope, std::string_view name, std::string_view word);
  bool clear_class_words(Scope scope, std::string_view name);
  // The members, those of the program first. They last until the session's words change.
  std::vector<std::string_view> class_words(std::string_view name) const override;

  // ---- settings
  void set_limits(const Limits& limits) { limits_ = limits; }
  void set_events(EvalEvents* events) { events_ = events; }  // not owned; NULL: none
  EvalEvents* events() const { return events_; }
  void set_host(Host host) { host_ = std::move(host); }
  // As the reference: bytes 0x80-0x9f of answers and values act as operators.
  void set_operator_bytes(bool on) { operator_bytes = on; }
  // Ends the call at work or pending. Any thread, also a signal handler.
  void cancel() { cancel_word_->store(cancel_value_, std::memory_order_relaxed); }
  // cancel() is: `word`, which must outlive the session, becomes `mark` (not 0). For hosts
  // whose other threads cannot know whether the session still is there.
  void watch_cancel(std::atomic<uint32_t>& word, uint32_t mark) {
    cancel_word_ = &word;
    cancel_value_ = mark;
  }

  // ---- evaluation
  // A new call: forgets the previous one's workspace, look-ups and texts.
  void begin();
  // Further rulesets on the same workspace (-bt lists): keeps it, takes the status back to 0.
  void begin_again();
  // Appends the tokens of `text` to the workspace; false: cannot be tokenised (listener: events).
  bool add_text(std::string_view text, const PrescanMode& mode, size_t* consumed = nullptr);
  void add_separator();  // $|
  // Removes the first tokens of the workspace. REQUIRES: it has so many.
  void drop_tokens(size_t count);
  // Rewrites the workspace. REQUIRES: ruleset is a number of the program's (0-199).
  RunState run(int ruleset);
  // Goes on after RunState::pending: `text` is the value of the look-up that was put off.
  RunState resume(LookupStatus answer, std::string_view text);

  Tokens workspace() const { return workspace_; }
  int status() const { return status_; }
  const Rule* deciding_rule() const { return deciding_.rule; }
  const Ruleset* deciding_ruleset() const { return deciding_.ruleset; }
  std::span<const LookupRecord> lookups() const { return lookups_; }
  // Did a map of the class host find one of the names in DNS? Nothing vouches for them then.
  bool used_dns_names() const;
  std::string_view reason() const { return reason_; }
  EvalProblem last_problem() const { return last_problem_; }
  const Limits& limits() const { return limits_; }
  uint64_t steps_used() const { return steps_used_; }  // of the matcher, in this call

  // Opens a map ahead of its first look-up; false: nothing can be found in it (Map::open).
  bool open(const Map& map) { return map.open(*this); }
  // The rule as calls have left it: see drop_quotes() in call.cc.
  const Rule& as_called(const Rule& rule) const {
    if (!rule.has_quotes || changed_rules_.empty()) [[likely]]
      return rule;
    const auto changed = changed_rules_.find(&rule);
    return changed == changed_rules_.end() ? rule : changed->second.rule;
  }

  // One look-up outside of rules (-bt /map): key and arguments as they are.
  LookupAnswer lookup(const Map& map, std::string_view key);
  // What a look-up can use, for those who ask about hosts outside of maps (-bt /canon, /mx).
  LookupServices& services() { return *this; }

 private:
  // LookupServices
  void complain(std::string_view text, int error_number = 0) override;
  void remark(std::string_view text) override;
  bool set_macro(std::string_view name, const std::string_view* text) override;
  const Map* find_map(std::string_view name) override;
  LookupAnswer ask_host(const MapDefinition& map, const LookupRequest& request) override;
  void host_map_is_broken(const MapDefinition& map);
  bool tracing(int category, int level) const override;
  void trace(std::string_view text, bool ends_line) override;
  std::string macro_text(std::string_view name) override;
  AliasAddress resolve_alias(std::string_view text, char delimiter,
                             const FilePlace& place) override;
  void system_error(int error_number) override;
  // PrescanListener
  void prescan_problem(PrescanProblem problem, std::string_view input) override;
  void prescan_step(const PrescanStep& step) override;

  // A session within a look-up of another: with its macros, classes and events.
  class Inner;
  void lend_to(Session& inner);
  void take_back_from(Session& inner);

  // MatchContext
  bool in_class(NameId name, uint64_t hash, size_t bytes, Tokens phrase) const override;
  std::optional<std::string_view> lhs_macro(NameId name) override;

  // The steps of an evaluation: session.cc (rules), replace.cc (RHS), lookup.cc (maps), call.cc
  // ($>).
  Frame& top() { return *frames_[depth_ - 1]; }
  RunState loop();
  RunState stop(RunState state, std::string_view why);
  Frame& enter(int ruleset, size_t max_tokens);
  void begin_rules(Frame& frame);
  void leave(bool returns);
  void add_frame();
  void level_buffers();
  void try_rules(Frame& frame);
  void try_all_rules(Frame& frame);
  size_t next_match(Frame& frame);
  bool has_decided(const Frame& frame) const;
  bool looped(Frame& frame);
  void go_on_after_substitution(Frame& frame);
  bool past_a_limit() const;
  bool is_canceled() const {
    return cancel_word_->load(std::memory_order_relaxed) == cancel_value_;
  }
  MatchInput match_input(const Frame& frame) const;
  void find_class_tables();
  void finish_rule(Frame& frame);
  void abandon(Frame& frame, int status);
  enum class Applied : uint8_t { rewritten, going_on };
  Applied apply(Frame& frame, const Rule& rule);
  void note_deciding(const Frame& frame, const Rule& rule);
  bool read_deferred(const Rule& rule, size_t& most);
  Applied do_steps(Frame& frame, const Rule& rule, size_t most);
  Applied go_on_by_tokens(Frame& frame, const Rule& rule, size_t from);
  // What a step that copies takes from elsewhere.
  Tokens taken_by(const Frame& frame, const RhsStep& step) const {
    if (step.kind == RhsStep::Kind::literals) return {};
    if (step.kind == RhsStep::Kind::deferred) return deferred_now_[step.at];
    const Token* const tokens = frame.workspace.tokens.data();
    return {tokens + frame.bindings[step.first].first - step.before,
            tokens + frame.bindings[step.last].last + step.behind};
  }
  bool substitute(Frame& frame, const Rule& rule);
  bool put_in(Frame& frame, const Rule& rule, const Token& token);
  struct DeferredText;
  const DeferredText* deferred_text(NameId name);
  bool append_deferred(Frame& frame, NameId name);
  bool grown_too_long(Frame& frame);
  bool give_up_too_long(Frame& frame);
  bool tokenize(std::string_view text, CharTable table, TokenBuffer& out);
  PrescanResult prescan_told(std::string_view text, PrescanMode mode, ArenaVector<Token>& tokens);
  void overwrite_workspace(Tokens read);
  bool reads_back_alike(Tokens fallback) const;
  bool tokenize_fallback(Tokens fallback);
  void look_up_next(Frame& frame);
  enum class StepEnd : uint8_t { done, unusual, put_off, over };
  StepEnd look_up_in_step(Frame& frame, const RhsLookup& lookup);
  struct TextRules;
  bool write_texts(const Frame& frame, const RhsLookup& lookup, const Map& map);
  bool write_text(const Frame& frame, RhsSteps steps, const TextRules& rules,
                  std::string_view& text);
  bool put_in_answer(Frame& frame, const RhsLookup& lookup, const LookupAnswer& answer);
  std::optional<std::string_view> answer_text(Frame& frame, const LookupAnswer& answer);
  const Map* begin_lookup(Frame& frame, size_t at);
  size_t read_lookup_parts(Frame& frame, size_t first, Op closer);
  void look_up(Frame& frame, bool again);
  LookupAnswer ask(const Map& map, std::string_view key, bool again);
  void finish_lookup(Frame& frame, const LookupAnswer& answer);
  bool make_result(Frame& frame, const LookupAnswer& answer);
  void record_lookup(const Map& map, const LookupAnswer& answer, uint32_t line);
  void find_calls(Frame& frame);
  void drop_quotes(const Token& name);
  int resolve_call(Frame& frame, const Token& name);
  void call_next(Frame& frame);
  Applied call_with_all(Frame& frame, int ruleset);
  void returned(Frame& frame, Frame& callee);
  bool match(Frame& frame, const Rule& rule);
  bool wants_match_steps() const;
  std::optional<std::string_view> read_macro(NameId name);
  std::optional<std::string_view> ask_host_macro(NameId name);
  // The NameId of "x", "{x}" or "{name}" if the program has it; kNoName otherwise.
  NameId known_name(std::string_view text) const;
  void problem(const ProblemEvent& event);

  struct MacroSlot;
  struct MacroState;
  MacroSlot* macro_slot(Scope scope, std::string_view name);
  MacroState& macro_state(NameId name);
  Classes& words_of(Scope scope);
  void tell_macro(std::string_view name, const std::string_view* text);

  struct MacroSlot {
    enum class State : uint8_t { absent, set, unset };
    State state = State::absent;
    std::string value;
  };
  struct CallSlot {  // what the host answered in this call
    bool asked = false;
    bool found = false;
    std::string value;
  };
  struct HostAnswer {  // that came by resume()
    const MapDefinition* map;
    std::string key;
    LookupStatus status;
    std::string value;
  };
  struct DeferredText {  // the tokens of a macro's value, made in this call
    uint64_t call = 0;
    Tokens tokens;
    RhsOps ops;
  };
  // Of one macro; made when it is first set or asked for: a session begins with little memory.
  struct MacroState {
    MacroSlot values[2];  // by scope
    CallSlot asked;
    DeferredText deferred;
  };
  struct ChangedRule {
    Rule rule;
    std::vector<Token> rhs;
    std::deque<std::string> texts;  // of tokens in rhs
  };
  struct Deciding {
    const Rule* rule = nullptr;
    const Ruleset* ruleset = nullptr;
  };

  std::shared_ptr<const Engine> engine_;
  EvalEvents* events_ = nullptr;
  Host host_;
  Limits limits_;
  std::atomic<uint32_t> own_cancel_word_{0};
  std::atomic<uint32_t>* cancel_word_ = &own_cancel_word_;
  uint32_t cancel_value_ = 1;

  std::array<MacroState*, kNameIds> macros_{};               // NULL: nothing is known
  std::vector<std::unique_ptr<MacroState[]>> macro_blocks_;  // those of macros_,
  size_t macro_count_ = 0;                                   // in blocks of kMacroBlock
  std::map<std::string, MacroSlot, std::less<>>
      extra_macros_[2];                // names that the cf does not have
  std::vector<NameId> asked_names_;    // the host was asked for these in this call
  std::unique_ptr<Classes> words_[2];  // by scope; NULL: none

  std::unique_ptr<CallBuffers> buffers_;  // never NULL; what follows is in them
  Arena& arena_ = buffers_->arena;
  TokenBuffer& workspace_ = buffers_->workspace;
  TokenBuffer& looked_up_ = buffers_->looked_up;
  std::vector<std::unique_ptr<Frame>>& frames_ = buffers_->frames;  // [0, depth_) are active
  std::vector<LookupRecord>& lookups_ = buffers_->lookups;
  std::vector<std::string_view>& arg_views_ = buffers_->arg_views;  // of the look-up, %0 first
  MatchScratch& match_scratch_ = buffers_->match_scratch;

  size_t depth_ = 0;
  int status_ = 0;
  Deciding deciding_;
  std::string reason_;
  RunState state_ = RunState::done;
  uint64_t rules_used_ = 0, tokens_used_ = 0, lookups_used_ = 0, steps_used_ = 0;
  EvalProblem last_problem_ = EvalProblem::none;
  std::string_view key_text_;                   // the key of the look-up at work, in arena_
  const MapDefinition* put_off_map_ = nullptr;  // whose answer comes later
  std::string put_off_key_;
  std::vector<HostAnswer> late_answers_;  // to the look-up at work
  std::map<const Rule*, ChangedRule> changed_rules_;
  Arena changed_parts_;                            // of changed_rules_
  std::array<Tokens, kMaxDeferred> deferred_now_;  // of the RHS at work, from left to right
  uint64_t call_ = 0;                              // counts begin()
  std::array<const Classes*, 3> class_tables_{};
  size_t class_table_count_ = 0;  // the program's, and others that have words
  std::string expanded_;          // scratch
};

}  // namespace rules

#endif
