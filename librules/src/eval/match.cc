// See match.h.

#include "eval/match.h"

#include <algorithm>

#include "text/fold.h"

namespace rules {

namespace {

using Bindings = std::array<Binding, kMaxWildcards>;

[[gnu::noinline]] bool has_member(const MatchInput& input, NameId name, const Token& token) {
  uint64_t hash = 0;
  for (const Classes* classes : input.classes) {
    if (!classes->may_begin(name, token) || !classes->may_contain(name, token.size)) continue;
    if (hash == 0) hash = folded_hash(token.text());
    if (classes->contains(name, hash, token.size, {&token, 1}, input.blank_sub)) return true;
  }
  return false;
}

// Do the items, each of which takes one token, fit at the token?
template <bool kHasClasses>
inline bool fits(const PatternItem* item, size_t count, const MatchInput& input, uint32_t token,
                 Bindings& bindings) {
  const Token* const tokens = input.workspace.data();
  for (const PatternItem* const end = item + count; item != end; ++item, ++token) {
    if (item->op == Op::none) {
      if (tokens[token].symbol != item->symbol) return false;
      continue;
    }
    if constexpr (kHasClasses) {
      const bool wanted = item->op != Op::not_in_class;
      if (item->op != Op::exactly_one && has_member(input, item->name, tokens[token]) != wanted) {
        return false;
      }
    }
    bindings[item->wildcard] = {token, token + 1};
  }
  return true;
}

// The items between head and tail of a pattern, $=x with phrases taken for $+. Where what follows
// one $* or $+ fits, no later end of it can do better: the next one could have grown to there. So
// nothing is tried twice. end: where the tail begins.
template <bool kHasClasses>
bool glide(const Rule& rule, const MatchInput& input, uint32_t end, Bindings& bindings,
           uint64_t& steps) {
  const Token* const tokens = input.workspace.data();
  const PatternItem* item = rule.pattern.data() + rule.head;
  const PatternItem* const last = rule.pattern.data() + rule.pattern.size() - rule.tail;
  const auto count = static_cast<uint32_t>(input.workspace.size());
  uint32_t token = rule.head;
  for (;;) {
    const PatternItem& grows = *item;
    const PatternItem* const run = item + 1;
    item = run + grows.run;
    uint32_t at = token + (grows.op == Op::zero_or_more ? 0 : 1);
    if (run == last) {
      bindings[grows.wildcard] = {token, end};
      return at <= end;
    }
    const uint32_t latest = count - run->minimum;
    const uint32_t earliest = at;
    for (;; ++at) {
      if (run->op == Op::none) {
        while (at <= latest && tokens[at].symbol != run->symbol) ++at;
      }
      steps += grows.run;
      if (at > latest || fits<kHasClasses>(run, grows.run, input, at, bindings)) break;
    }
    steps += at - earliest + 1;
    if (at > latest) return false;
    bindings[grows.wildcard] = {token, at};
    token = at + grows.run;
  }
}

// Does the LHS match, $=x with phrases taken for $+?
template <bool kHasClasses>
inline bool match_gliding(const Rule& rule, const MatchInput& input, Bindings& bindings,
                          uint64_t& steps) {
  steps += 1 + rule.head + rule.tail;
  const PatternItem* const items = rule.pattern.data();
  const auto count = static_cast<uint32_t>(input.workspace.size());
  if (!fits<kHasClasses>(items, rule.head, input, 0, bindings)) return false;
  if (rule.head == rule.pattern.size()) return rule.head == count;
  const uint32_t end = count - rule.tail;
  const PatternItem* const tail = items + rule.pattern.size() - rule.tail;
  if (!fits<kHasClasses>(tail, rule.tail, input, end, bindings)) return false;
  return glide<kHasClasses>(rule, input, end, bindings, steps);
}

class Matcher {
 public:
  Matcher(const Rule& rule, const MatchInput& input, MatchContext& context, MatchScratch& scratch,
          Bindings& bindings)
      : pattern_(rule.pattern),
        tokens_(input.workspace),
        classes_(input.classes),
        blank_(input.blank_sub),
        memo_classes_(rule.memo_classes),
        count_(static_cast<uint32_t>(input.workspace.size())),
        context_(context),
        scratch_(scratch),
        bindings_(bindings) {
    std::fill_n(failed_from_.begin(), rule.wildcards, count_ + 1);
  }

  bool run() {
    uint32_t item = 0;
    uint32_t token = 0;
    for (;;) {
      if (walk(item, token)) return true;
      if (!backtrack(item, token)) return false;
    }
  }
  uint64_t steps() const { return steps_; }

 private:
  // An operator that can take more: item, its first token, its end now, and where it began.
  struct Choice {
    uint32_t item;
    uint32_t first;
    uint32_t end;
    uint32_t first_end;
    // Classes: of the phrase.
    uint32_t hashed;  // tokens before this one are in `hash`
    uint32_t bytes;   // its length with blanks
    uint64_t hash;
  };

  // Walks on from (item, token) until the pattern is used up, or does not fit.
  bool walk(uint32_t& item, uint32_t& token) {
    for (;; ++steps_) {
      if (item == pattern_.size()) return token == count_;
      const PatternItem& want = pattern_[item];
      if (count_ - token < want.minimum) return false;
      switch (want.op) {
        case Op::none:  // a literal: the symbols are equal if the texts are, but for case
          if (tokens_[token].symbol != want.symbol) return false;
          ++token;
          break;
        case Op::exactly_one:  // $-
          bindings_[want.wildcard] = {token, token + 1};
          ++token;
          break;
        case Op::not_in_class:  // $~x: one token that is no member; phrases do not count
          if (is_member(want.name, token)) return false;
          bindings_[want.wildcard] = {token, token + 1};
          ++token;
          break;
        case Op::host:  // $@: no tokens, anywhere
          break;
        case Op::deferred:  // $&x: the tokens that spell the macro's raw value; where no token is
                            // left it fails, even if it would take none
          if (token == count_) return false;
          if (!eat_macro(want.name, token)) return false;
          break;
        case Op::zero_or_more:  // $*
          if (!begin_growing(item, token, token)) return false;
          break;
        case Op::one_or_more:  // $+
          if (!begin_growing(item, token, token + 1)) return false;
          break;
        case Op::in_class:  // $=x: the shortest member first
          if (!begin_class(item, token)) return false;
          break;
        default:
          return false;
      }
      ++item;
    }
  }

  // Lets the latest operator grow that can; false: none can.
  bool backtrack(uint32_t& item, uint32_t& token) {
    while (depth_ > 0) {
      ++steps_;
      Choice& choice = choices_[depth_ - 1];
      const PatternItem& want = pattern_[choice.item];
      const bool grown = want.op == Op::in_class ? grow_class(choice) : grow(choice);
      if (grown) {
        bindings_[want.wildcard] = {choice.first, choice.end};
        item = choice.item + 1;
        token = choice.end;
        return true;
      }
      remember_failure(choice, want);
      --depth_;
    }
    return false;
  }

  // The tokens that all items after this one need.
  uint32_t needed_after(uint32_t item) const {
    return item + 1 < pattern_.size() ? pattern_[item + 1].minimum : 0;
  }

  [[gnu::always_inline]] bool begin_growing(uint32_t item, uint32_t& token, uint32_t end) {
    const PatternItem& want = pattern_[item];
    if (item + 1 == pattern_.size()) {  // the last item takes all
      bindings_[want.wildcard] = {token, count_};
      token = count_;
      return true;
    }
    if (end >= failed_from_[want.wildcard]) return false;
    const uint32_t first_end = end;
    if (is_looked_for(item + 1) && !find_next(item, end)) {
      failed_from_[want.wildcard] = first_end;
      return false;
    }
    Choice& choice = choices_[depth_++];
    choice.item = item;
    choice.first = token;
    choice.end = end;
    choice.first_end = first_end;
    bindings_[want.wildcard] = {token, end};
    token = end;
    return true;
  }

  bool grow(Choice& choice) {
    const uint32_t item = choice.item;
    uint32_t end = choice.end + 1;
    if (is_looked_for(item + 1)) {
      if (!find_next(item, end)) return false;
    } else if (end > last_end(item)) {
      return false;
    }
    choice.end = end;
    return true;
  }

  // Where an item can end at most.
  uint32_t last_end(uint32_t item) const {
    return std::min(count_ - needed_after(item), failed_from_[pattern_[item].wildcard] - 1);
  }

  // Can be told from a token alone that the item does not begin there?
  bool is_looked_for(uint32_t item) const {
    return pattern_[item].op == Op::none || pattern_[item].op == Op::in_class;
  }

  // Moves the end of an item on to where the literal behind it stands, or the class could begin.
  bool find_next(uint32_t item, uint32_t& end) {
    const PatternItem& next = pattern_[item + 1];
    const uint32_t limit = last_end(item);
    const uint32_t begin = end;
    if (next.op == Op::none) {
      while (end <= limit && tokens_[end].symbol != next.symbol) ++end;
    } else {
      while (end <= limit && !may_begin(next.name, tokens_[end])) ++end;
    }
    steps_ += end - begin;
    return end <= limit;
  }

  bool may_begin(NameId name, const Token& token) const {
    for (const Classes* classes : classes_) {
      if (classes->may_begin(name, token)) return true;
    }
    return false;
  }

  bool begin_class(uint32_t item, uint32_t& token) {
    if (!may_begin(pattern_[item].name, tokens_[token])) return false;
    if (failed_at(pattern_[item], token)) return false;
    Choice& choice = choices_[depth_++];
    choice = {item, token, token, token, token, 0, 0};
    if (!grow_class(choice)) {
      remember_failure(choice, pattern_[item]);
      --depth_;
      return false;
    }
    bindings_[pattern_[item].wildcard] = {token, choice.end};
    token = choice.end;
    return true;
  }

  // Extends the phrase token by token to the next member.
  bool grow_class(Choice& choice) {
    const PatternItem& want = pattern_[choice.item];
    size_t longest = 0;
    for (const Classes* classes : classes_)
      longest = std::max(longest, classes->longest(want.name));
    const uint32_t limit = count_ - needed_after(choice.item);
    while (choice.end < limit) {
      ++steps_;
      if (choice.end > choice.first && has_blank_before(choice.end)) ++choice.bytes;
      choice.bytes += tokens_[choice.end].size;
      ++choice.end;
      if (choice.bytes > longest) return false;
      if (is_member(want.name, choice)) return true;
    }
    return false;
  }

  bool has_blank_before(uint32_t token) const {
    return tokens_[token - 1].atom && tokens_[token].atom && blank_ != '\0';
  }

  bool is_member(NameId name, uint32_t token) const {
    if (!may_begin(name, tokens_[token])) return false;
    Choice only{0, token, token + 1, 0, token, tokens_[token].size, 0};
    return is_member(name, only);
  }

  // Most phrases are of a length that no member has: they are not even hashed.
  bool is_member(NameId name, Choice& phrase) const {
    for (const Classes* classes : classes_) {
      if (!classes->may_contain(name, phrase.bytes)) continue;
      hash(phrase);
      const Tokens tokens = tokens_.subspan(phrase.first, phrase.end - phrase.first);
      if (classes->contains(name, phrase.hash, phrase.bytes, tokens, blank_)) return true;
    }
    return false;
  }

  void hash(Choice& phrase) const {
    for (; phrase.hashed < phrase.end; ++phrase.hashed) {
      if (phrase.hashed > phrase.first && has_blank_before(phrase.hashed)) {
        phrase.hash = extend_hash(phrase.hash, blank_);
      }
      for (const char c : tokens_[phrase.hashed].text()) phrase.hash = extend_hash(phrase.hash, c);
    }
  }

  // The tokens must spell the value one after the other; blanks of the value never match.
  bool eat_macro(NameId name, uint32_t& token) {
    const auto value = context_.lhs_macro(name);
    if (!value) return true;
    std::string_view rest = *value;
    while (!rest.empty()) {
      ++steps_;
      if (token == count_) return false;
      const std::string_view text = tokens_[token].text();
      if (text.size() > rest.size() || !equal_folded(rest.substr(0, text.size()), text)) {
        return false;
      }
      rest.remove_prefix(text.size());
      ++token;
    }
    return true;
  }

  void remember_failure(const Choice& choice, const PatternItem& want) {
    if (want.op != Op::in_class) {
      uint32_t& from = failed_from_[want.wildcard];
      from = std::min(from, choice.first_end);
    } else if (memo_classes_) {
      remember_class_failure(want, choice.first);
    }
  }

  void remember_class_failure(const PatternItem& want, uint32_t token) {
    if (!class_failed_) {
      scratch_.failed_at.assign((kMaxWildcards * (size_t{count_} + 1) + 63) / 64, 0);
      class_failed_ = true;
    }
    const size_t bit = memo_bit(want, token);
    scratch_.failed_at[bit / 64] |= uint64_t{1} << (bit % 64);
  }

  bool failed_at(const PatternItem& want, uint32_t token) const {
    if (!class_failed_) return false;
    const size_t bit = memo_bit(want, token);
    return (scratch_.failed_at[bit / 64] >> (bit % 64) & 1) != 0;
  }

  size_t memo_bit(const PatternItem& want, uint32_t token) const {
    return want.wildcard * (size_t{count_} + 1) + token;
  }

  std::span<const PatternItem> pattern_;
  Tokens tokens_;
  std::span<const Classes* const> classes_;
  char blank_;
  bool memo_classes_;
  bool class_failed_ = false;  // scratch_.failed_at is in use
  uint32_t count_;
  MatchContext& context_;
  MatchScratch& scratch_;
  Bindings& bindings_;
  uint64_t steps_ = 0;
  // By wildcard: $* and $+ fail if they end here or later.
  std::array<uint32_t, kMaxWildcards> failed_from_;
  std::array<Choice, kMaxWildcards> choices_;
  size_t depth_ = 0;
};

// Have all classes of the pattern that are taken for simple ones no phrases, those that the host
// added among them?
bool has_no_phrases(const Rule& rule, std::span<const Classes* const> classes) {
  return std::all_of(rule.pattern.begin(), rule.pattern.end(), [&](const PatternItem& item) {
    if (item.op != Op::in_class || !item.takes_one) return true;
    return std::all_of(classes.begin(), classes.end(), [&](const Classes* table) {
      return table->has_only_simple_words(item.name);
    });
  });
}

// Kept apart: few rules need all that it has.
[[gnu::noinline]] bool match_classes(const Rule& rule, const MatchInput& input,
                                     MatchContext& context, MatchScratch& scratch,
                                     Bindings& bindings, uint64_t& steps) {
  const bool as_compiled =
      !rule.has_simple_class || input.classes.size() == 1 || has_no_phrases(rule, input.classes);
  if (as_compiled && rule.way != MatchWay::backtracking) {
    if (!match_gliding<true>(rule, input, bindings, steps)) return false;
    if (rule.way == MatchWay::simple_class) return true;
  }
  Matcher matcher(rule, input, context, scratch, bindings);
  const bool matches = matcher.run();
  steps += matcher.steps();
  return matches;
}

}  // namespace

bool match_rule(const Rule& rule, const MatchInput& input, MatchContext& context,
                MatchScratch& scratch, Bindings& bindings, uint64_t& steps) {
  if (rule.way == MatchWay::gliding) return match_gliding<false>(rule, input, bindings, steps);
  return match_classes(rule, input, context, scratch, bindings, steps);
}

}  // namespace rules
