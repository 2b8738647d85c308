// See rhs.h.

#include "program/rhs.h"

#include <algorithm>
#include <array>

#include "program/program.h"

namespace rules {

namespace {

bool begins_lookup(const Token& token) {
  return token.is(Op::map_begin) || token.is(Op::host_begin);
}

// What a LHS literal takes is this very text: no letters, whose case could differ, and nothing that
// acts.
bool is_copied_literally(const Token& token) {
  if (begins_lookup(token) || token.is(Op::replacement) || token.is(Op::deferred) ||
      token.is(Op::call)) {
    return false;
  }
  return std::none_of(token.text().begin(), token.text().end(),
                      [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

class StepFinder {
 public:
  StepFinder(const Rule& rule, Arena& arena) : rule_(rule), arena_(arena) {
    constexpr size_t kUsual = 16;
    steps_.reserve(kUsual);
  }

  RhsSteps steps(size_t begin, size_t end) {
    first_ = steps_.size();
    next_item_ = 0;
    for (size_t at = begin; at < end; ++at) {
      const Token& token = rule_.replacement[at];
      if (token.is(Op::replacement)) {
        take_replacement(static_cast<uint8_t>(token.operand() - '1'));
      } else if (token.is(Op::deferred)) {
        push(RhsStep::Kind::deferred, deferred_++);
      } else if (begins_lookup(token)) {
        if (!take_lookup(at)) break;
        at = steps_.back().lookup->end - 1;
      } else {
        take_literal(at);
      }
    }
    return finish(first_);
  }

 private:
  RhsStep& push(RhsStep::Kind kind, size_t at) {
    steps_.push_back({kind, 0, 0, 0, 0, static_cast<uint32_t>(at), {}, nullptr});
    return steps_.back();
  }

  RhsSteps finish(size_t first) {
    const auto kept = arena_.array<RhsStep>(steps_.size() - first);
    std::copy(steps_.begin() + static_cast<ptrdiff_t>(first), steps_.end(), kept.begin());
    steps_.resize(first);
    return kept;
  }

  bool has_steps() const { return steps_.size() > first_; }

  bool is_literal_item(size_t item, const Token& token) const {
    return item < rule_.pattern.size() && rule_.pattern[item].op == Op::none &&
           rule_.lhs[item].text() == token.text() && is_copied_literally(token);
  }

  bool ends_in_stretch() const {
    return has_steps() && steps_.back().kind == RhsStep::Kind::stretch &&
           steps_.back().literals.empty();
  }

  void take_literal(size_t at) {
    if (ends_in_stretch() && is_literal_item(next_item_, rule_.replacement[at])) {
      ++steps_.back().behind;
      ++next_item_;
      return;
    }
    if (!has_steps()) push(RhsStep::Kind::literals, at);
    Tokens& literals = steps_.back().literals;
    literals = rule_.replacement.subspan(at - literals.size(), literals.size() + 1);
  }

  void take_replacement(uint8_t wildcard) {
    const size_t item = item_of(wildcard);
    if (ends_in_stretch() && next_item_ == item) {
      steps_.back().last = wildcard;
      steps_.back().behind = 0;
    } else {
      const uint16_t before = take_back_literals(item);
      RhsStep& step = push(RhsStep::Kind::stretch, 0);
      step.first = step.last = wildcard;
      step.before = before;
    }
    next_item_ = item + 1;
  }

  // Of those that were just copied: how many stand before the item, too.
  uint16_t take_back_literals(size_t item) {
    uint16_t taken = 0;
    if (!has_steps()) return 0;
    Tokens& literals = steps_.back().literals;
    while (taken < item && !literals.empty() &&
           is_literal_item(item - taken - 1, literals.back())) {
      literals = literals.first(literals.size() - 1);
      ++taken;
    }
    if (literals.empty() && steps_.back().kind == RhsStep::Kind::literals) steps_.pop_back();
    return taken;
  }

  size_t item_of(uint8_t wildcard) const {
    size_t item = 0;
    while (!op_facts(rule_.pattern[item].op).binds || rule_.pattern[item].wildcard != wildcard) {
      ++item;
    }
    return item;
  }

  // Where the part of a look-up ends that begins at `at`: at its $@, $: or closer, or at something
  // that has no place there.
  size_t end_of_part(size_t at) const {
    const Tokens tokens = rule_.replacement;
    while (at < tokens.size() && (tokens[at].is(Op::none) || tokens[at].is(Op::replacement) ||
                                  tokens[at].is(Op::deferred))) {
      ++at;
    }
    return at;
  }

  // False: it is none that could be done in a step.
  bool take_lookup(size_t at) {
    const size_t outer = first_;
    const uint32_t deferred = deferred_;
    RhsLookup lookup{};
    const bool usual = find_parts(at, lookup);
    first_ = outer;
    next_item_ = 0;
    if (!usual) {
      deferred_ = deferred;
      push(RhsStep::Kind::rest, at);
      return false;
    }
    const auto kept = arena_.array<RhsLookup>(1);
    kept[0] = lookup;
    push(RhsStep::Kind::lookup, at).lookup = kept.data();
    return true;
  }

  bool find_parts(size_t at, RhsLookup& lookup) {
    const Tokens tokens = rule_.replacement;
    lookup.host = tokens[at].is(Op::host_begin);
    if (!lookup.host) {
      if (++at == tokens.size() || !tokens[at].is(Op::none)) return false;
      lookup.name = tokens[at];
    }
    const Op closer = lookup.host ? Op::host_end : Op::map_end;
    std::array<RhsSteps, kMaxLookupArgs> args;
    size_t arg_count = 0;
    Op part = Op::none;  // the key; then what it begins with
    for (;;) {
      const size_t end = end_of_part(at + 1);
      if (end == tokens.size()) return false;
      const RhsSteps made = steps(at + 1, end);
      if (part == Op::none) {
        lookup.key = made;
      } else if (part == Op::user) {
        if (lookup.has_fallback) return false;
        lookup.has_fallback = true;
        lookup.fallback = made;
      } else {
        if (arg_count == kMaxLookupArgs) return false;
        args[arg_count++] = made;
      }
      at = end;
      part = tokens[at].op;
      if (part == closer) break;
      if (part != Op::user && part != Op::host) return false;
    }
    const auto kept = arena_.array<RhsSteps>(arg_count);
    std::copy_n(args.begin(), arg_count, kept.begin());
    lookup.args = kept;
    lookup.end = static_cast<uint32_t>(at + 1);
    return true;
  }

  const Rule& rule_;
  Arena& arena_;
  std::vector<RhsStep> steps_;  // those at work, behind those of what is around them
  size_t first_ = 0;            // of them
  size_t next_item_ = 0;        // of the LHS, behind the stretch at work
  uint32_t deferred_ = 0;
};

}  // namespace

void compile_steps(Rule& rule, Arena& arena) {
  rule.ops = {};
  rule.literals = rule.replacements = 0;
  rule.symbols = 0;
  std::vector<NameId> deferred;
  rule.has_steps = true;
  for (const Token& token : rule.replacement) {
    if (token.is(Op::deferred)) {
      deferred.push_back(token.operand());
    } else if (token.is(Op::replacement)) {
      ++rule.replacements;
      const int number = token.operand() - '0';
      if (number < 1 || number > rule.wildcards) rule.has_steps = false;
    } else {
      rule.ops.count(token.op);
      rule.symbols |= symbol_bit(token.symbol);
      ++rule.literals;
    }
  }
  if (deferred.size() > kMaxDeferred) rule.has_steps = false;
  if (!rule.has_steps) return;
  const auto names = arena.array<NameId>(deferred.size());
  std::copy(deferred.begin(), deferred.end(), names.begin());
  rule.deferred = names;
  const Tokens out = rule.replacement;
  rule.calls_first = out.size() > 1 && out[0].is(Op::call) && out[1].is(Op::none) &&
                     rule.ops.calls == 1 && !rule.has_quotes;
  rule.steps = StepFinder(rule, arena).steps(rule.calls_first ? 2 : 0, out.size());
}

}  // namespace rules
