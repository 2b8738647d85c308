// Map look-ups in a RHS: $( map key $@ argument $: default $) and $[ host $] (step 2).
//
// They are done from left to right; a result is spliced in and not looked at again. A look-up whose
// parts are known from the compiled rule is one step of it (eval/replace.cc).
//
// Tested by tests/unit/session_test.cc, tests/unit/steps_test.cc, tests/cases/bt/map_*.

#include <algorithm>
#include <cstring>

#include "eval/session.h"
#include "maps/answers.h"
#include "maps/map_class.h"

namespace rules {

namespace {

// Characters of the texts that are made of tokens; the rest is cut, as in the reference.
constexpr size_t kMaxKeyText = 1021;
constexpr size_t kMaxDefaultText = 1021;
constexpr size_t kMaxArgumentText = 1253;  // of all arguments, each with a character for its end

size_t room_behind(size_t room, size_t taken) { return room > taken ? room - taken - 1 : 0; }

bool begins_lookup(const Token& token) {
  return token.is(Op::map_begin) || token.is(Op::host_begin);
}

bool may_hold_quotes(Tokens tokens, char blank) {
  return blank == '"' || blank == '\\' ||
         std::any_of(tokens.begin(), tokens.end(),
                     [](const Token& token) { return !token.plain && token.text().size() > 1; });
}

// Are these the tokens that their text, joined with `blank`, would be read as?
bool read_back_alike(Tokens tokens, char blank) {
  bool previous_atom = false;
  for (const Token& token : tokens) {
    if (!token.plain || (previous_atom && token.atom && blank != ' ')) return false;
    previous_atom = token.atom;
  }
  return true;
}

bool takes_quotes(const MapDefinition& definition) {
  return definition.keep_quotes || (definition.map_class->needs & kKeepsQuotes) != 0;
}

// Joins tokens as join_tokens() does, where nothing can go wrong.
class TextWriter {
 public:
  TextWriter(char* to, size_t limit, char blank, bool without_quotes)
      : to_(to), end_(to + limit), blank_(blank), without_quotes_(without_quotes) {}

  // False: an operator, a backslash that has to go, or a text that is too long.
  bool add(Tokens tokens) {
    char* to = to_;
    bool previous_atom = previous_atom_;
    for (const Token& token : tokens) {
      if (token.op != Op::none || end_ - to <= token.size) return false;
      if (previous_atom && token.atom && blank_ != '\0') *to++ = blank_;
      previous_atom = token.atom;
      if (token.plain || !without_quotes_) {
        to = put(to, token.data, token.size);
      } else if ((to = put_without_quotes(to, token.text())) == nullptr) {
        return false;
      }
    }
    to_ = to;
    previous_atom_ = previous_atom;
    return true;
  }
  char* end() const { return to_; }

 private:
  // Few characters, as a rule: two copies that overlap.
  static char* put(char* to, const char* from, size_t size) {
    if (size == 1) {
      *to = *from;
    } else if (size > 16) {
      std::memcpy(to, from, size);
    } else if (size >= 8) {
      std::memcpy(to, from, 8);
      std::memcpy(to + size - 8, from + size - 8, 8);
    } else if (size >= 4) {
      std::memcpy(to, from, 4);
      std::memcpy(to + size - 4, from + size - 4, 4);
    } else {
      std::memcpy(to, from, 2);
      to[size - 1] = from[size - 1];
    }
    return to + size;
  }

  // NULL: there is a backslash, or a quote alone.
  static char* put_without_quotes(char* to, std::string_view text) {
    for (const char c : text) {
      if (c == '\\' || (c == '"' && text.size() == 1)) return nullptr;
      *to = c;
      to += c != '"';
    }
    return to;
  }

  char* to_;
  char* const end_;
  const char blank_;
  const bool without_quotes_;
  bool previous_atom_ = false;
};

}  // namespace

// A look-up whose parts were found when the rule was compiled; its result is appended to frame.out.
// unusual: nothing was asked yet.
Session::StepEnd Session::look_up_in_step(Frame& frame, const RhsLookup& lookup) {
  const Map* const map = lookup.host ? engine_->host_map() : engine_->find_map(lookup.name);
  if (map == nullptr || !write_texts(frame, lookup, *map)) return StepEnd::unusual;
  ++lookups_used_;
  frame.map = map;
  late_answers_.clear();
  const LookupAnswer answer = ask(*map, key_text_, false);
  if (answer.status == LookupStatus::later) return StepEnd::put_off;
  record_lookup(*map, answer, frame.ruleset->rules[frame.rule].line);
  if (put_in_answer(frame, lookup, answer)) return StepEnd::done;
  abandon(frame, kExitDataError);
  return StepEnd::over;
}

struct Session::TextRules {
  char blank;
  size_t limit;  // characters
  bool without_quotes;
};

// key_text_ and arg_views_. False: not in the usual way.
bool Session::write_texts(const Frame& frame, const RhsLookup& lookup, const Map& map) {
  const MapDefinition& definition = map.definition();
  const char program_blank = program().blank_sub();
  const char blank = definition.space_sub != 0 ? definition.space_sub : program_blank;
  if (blank == '"' || blank == '\\') return false;
  if (!write_text(frame, lookup.key, {blank, kMaxKeyText, !takes_quotes(definition)}, key_text_)) {
    return false;
  }
  arg_views_.resize(1 + lookup.args.size());
  TextRules for_args{program_blank, kMaxArgumentText, false};
  for (size_t i = 0; i < lookup.args.size(); ++i) {
    if (!write_text(frame, lookup.args[i], for_args, arg_views_[i + 1])) return false;
    for_args.limit = room_behind(for_args.limit, arg_views_[i + 1].size());
  }
  return true;
}

bool Session::write_text(const Frame& frame, RhsSteps steps, const TextRules& rules,
                         std::string_view& text) {
  auto* const begin = static_cast<char*>(arena_.allocate(rules.limit));
  TextWriter writer(begin, rules.limit, rules.blank, rules.without_quotes);
  for (const RhsStep& step : steps) {
    if (!writer.add(taken_by(frame, step)) || !writer.add(step.literals)) return false;
  }
  arena_.give_back(writer.end());
  text = {begin, static_cast<size_t>(writer.end() - begin)};
  return true;
}

// False: a text that makes no tokens.
bool Session::put_in_answer(Frame& frame, const RhsLookup& lookup, const LookupAnswer& answer) {
  Workspace& out = frame.out;
  if (const auto text = answer_text(frame, answer)) {
    looked_up_.clear();
    if (answer.status == LookupStatus::found && text->empty()) return true;
    if (!tokenize(*text, CharTable::external, looked_up_)) return false;
  } else {
    const size_t before = out.tokens.size();
    for (const RhsStep& step : lookup.has_fallback ? lookup.fallback : lookup.key) {
      out.tokens.append(taken_by(frame, step));
      out.tokens.append(step.literals);
    }
    const Tokens put_in = Tokens(out.tokens).subspan(before);
    if (!lookup.has_fallback || reads_back_alike(put_in)) return true;
    looked_up_.clear();
    const bool has_tokens = tokenize_fallback(put_in);
    out.tokens.resize_down(before);
    if (!has_tokens) return false;
  }
  out.append(looked_up_, ops_of(looked_up_));
  out.symbols |= symbol_bits(looked_up_);
  return true;
}

void Session::look_up_next(Frame& frame) {
  TokenBuffer& out = frame.out.tokens;
  size_t at = frame.out.ops.lookups > 0 ? frame.scan : out.size();
  while (at < out.size() && !begins_lookup(out[at])) ++at;
  if (at == out.size()) {
    frame.phase = Frame::Phase::calls;
    find_calls(frame);
    return;
  }
  frame.scan = at;
  if (out[at].is(Op::map_begin) && at + 1 == out.size()) {
    problem({EvalProblem::missing_map_name, frame.ruleset, 0, {}});
    out.resize_down(at);  // the reference aborts here
    --frame.out.ops.lookups;
    return;
  }
  ++lookups_used_;
  frame.map = begin_lookup(frame, at);
  if (frame.map == nullptr) {
    finish_lookup(frame, {});
    return;
  }
  late_answers_.clear();
  look_up(frame, false);
}

// Asks frame.map. again: it was asked, and one of the hosts' maps put its answer off.
void Session::look_up(Frame& frame, bool again) {
  const LookupAnswer answer = ask(*frame.map, key_text_, again);
  if (answer.status == LookupStatus::later) {
    frame.phase = Frame::Phase::waiting_lookup;
    return;
  }
  frame.phase = Frame::Phase::lookups;
  finish_lookup(frame, answer);
}

// Finds the parts of the look-up that begins at `at`: key_text_, arg_texts_, the default.
const Map* Session::begin_lookup(Frame& frame, size_t at) {
  const TokenBuffer& out = frame.out.tokens;
  const bool host = out[at].is(Op::host_begin);
  const Map* map = host ? engine_->host_map() : engine_->find_map(out[at + 1]);
  frame.after_lookup =
      read_lookup_parts(frame, at + (host ? 1 : 2), host ? Op::host_end : Op::map_end);
  if (map == nullptr) {
    problem({EvalProblem::unknown_map, frame.ruleset, 0,
             host ? std::string_view("host") : out[at + 1].text()});
    return nullptr;
  }
  const MapDefinition& definition = map->definition();
  const Tokens key = Tokens(out).subspan(frame.key_first, frame.key_last - frame.key_first);
  const char blank = definition.space_sub != 0 ? definition.space_sub : program().blank_sub();
  join_up_to(kMaxKeyText, key, blank, expanded_);
  if (!takes_quotes(definition) && may_hold_quotes(key, blank)) strip_quotes(expanded_);
  key_text_ = arena_.copy(expanded_);
  return map;
}

// Returns where the tokens after the look-up begin.
size_t Session::read_lookup_parts(Frame& frame, size_t first, Op closer) {
  enum class Part : uint8_t { key, arg, fallback };
  const TokenBuffer& out = frame.out.tokens;
  Part part = Part::key;
  size_t begin = first;
  arg_views_.resize(1);
  frame.key_first = frame.key_last = first;
  frame.has_fallback = false;
  size_t room = kMaxArgumentText;
  const auto end_part = [&](size_t end) {
    if (part == Part::key) {
      frame.key_last = end;
    } else if (part == Part::fallback) {
      frame.fallback_first = begin;
      frame.fallback_last = end;
      frame.has_fallback = true;
    } else if (arg_views_.size() <= kMaxLookupArgs) {
      join_up_to(room, Tokens(out).subspan(begin, end - begin), program().blank_sub(), expanded_);
      arg_views_.push_back(arena_.copy(expanded_));
      room = room_behind(room, expanded_.size());
    }
  };
  size_t at = first;
  for (; at < out.size() && !out[at].is(closer); ++at) {
    const Op op = out[at].op;
    if (op != Op::host && op != Op::user) continue;
    end_part(at);
    part = op == Op::host ? Part::arg : Part::fallback;
    begin = at + 1;
  }
  end_part(at);
  return at < out.size() ? at + 1 : at;
}

LookupAnswer Session::ask(const Map& map, std::string_view key, bool again) {
  arg_views_[0] = key;
  if (!again && !map.open(*this)) return {};
  if (events_ != nullptr && !again) [[unlikely]]
    events_->lookup_begins({&map, key, arg_views_, {}});
  depth = 0;
  value.clear();
  const LookupAnswer answer = map.lookup({key, arg_views_}, *this);
  if (events_ != nullptr && answer.status != LookupStatus::later) [[unlikely]] {
    events_->lookup_ends({&map, key, arg_views_, answer});
  }
  return answer;
}

LookupAnswer Session::lookup(const Map& map, std::string_view key) {
  versions.next_evaluation();
  arg_views_.resize(1);
  arg_views_[0] = key;
  depth = 0;
  value.clear();
  if (!map.open(*this)) return {};
  return map.lookup({key, arg_views_}, *this);
}

// frame.map NULL: there is no such map, and no answer.
void Session::finish_lookup(Frame& frame, const LookupAnswer& answer) {
  if (frame.map != nullptr) {
    record_lookup(*frame.map, answer, frame.ruleset->rules[frame.rule].line);
  }
  if (!make_result(frame, answer)) {
    abandon(frame, kExitDataError);
    return;
  }
  Workspace& out = frame.out;
  out.ops -= ops_of(Tokens(out.tokens).subspan(frame.scan, frame.after_lookup - frame.scan));
  out.ops += ops_of(looked_up_);
  out.tokens.replace(frame.scan, frame.after_lookup, looked_up_);
  out.forget_symbols();
  frame.scan += looked_up_.size();
  tokens_used_ += looked_up_.size();
  grown_too_long(frame);
}

// Into looked_up_. False: a text that makes no tokens, a comment or a stray > for example.
bool Session::make_result(Frame& frame, const LookupAnswer& answer) {
  looked_up_.clear();
  if (const auto text = answer_text(frame, answer)) {
    if (answer.status == LookupStatus::found && text->empty()) return true;
    return tokenize(*text, CharTable::external, looked_up_);
  }
  const Tokens out = frame.out.tokens;
  if (!frame.has_fallback) {
    looked_up_.append(out.subspan(frame.key_first, frame.key_last - frame.key_first));
    return true;
  }
  return tokenize_fallback(
      out.subspan(frame.fallback_first, frame.fallback_last - frame.fallback_first));
}

// What stands for an answer; nullopt: the default, or the key.
std::optional<std::string_view> Session::answer_text(Frame& frame, const LookupAnswer& answer) {
  if (answer.status == LookupStatus::found) return answer.value;
  if (frame.map == nullptr || answer.status != LookupStatus::temp_fail) return std::nullopt;
  const MapDefinition& definition = frame.map->definition();
  if (!definition.no_tempfail) frame.status = kExitTempFail;
  if (!definition.has_tempfail_suffix) return std::nullopt;
  expanded_ = key_text_;
  expanded_ += definition.tempfail_suffix;
  return expanded_;
}

// Would its text be read as these very tokens?
bool Session::reads_back_alike(Tokens fallback) const {
  constexpr size_t kSurelyShort = 3;  // tokens
  static_assert(kSurelyShort * (kMaxTokenBytes + 1) < kMaxDefaultText);
  return fallback.size() <= kSurelyShort && events_ == nullptr &&
         read_back_alike(fallback, program().blank_sub());
}

bool Session::tokenize_fallback(Tokens fallback) {
  if (reads_back_alike(fallback)) {
    looked_up_.append(fallback);
    return true;
  }
  join_up_to(kMaxDefaultText, fallback, program().blank_sub(), expanded_);
  return expanded_.empty() || tokenize(expanded_, CharTable::internal, looked_up_);
}

void Session::record_lookup(const Map& map, const LookupAnswer& answer, uint32_t line) {
  LookupRecord record;
  record.map = map.definition().name;
  record.key = key_text_;
  if (answer.status == LookupStatus::found) record.value = arena_.copy(answer.value);
  record.status = answer.status;
  record.line = line;
  lookups_.push_back(record);
  if (answer.status == LookupStatus::temp_fail && reason_.empty()) {
    reason_ = "temporary failure of map ";
    reason_ += map.definition().name;
  }
}

bool Session::used_dns_names() const {
  const auto by_dns = [&](const LookupRecord& record) {
    if (record.status != LookupStatus::found) return false;
    const Map* const map = engine_->find_map(record.map);
    if (map == nullptr ||
        map->definition().map_class != engine_->host_map()->definition().map_class)
      return false;
    std::string name;
    append_unmarked(record.key, name);
    const CanonicalName* const known = known_names.find(name);
    return known != nullptr && known->from_dns;
  };
  return std::any_of(lookups_.begin(), lookups_.end(), by_dns);
}

}  // namespace rules
