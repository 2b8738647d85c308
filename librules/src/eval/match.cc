// See match.h.

#include "eval/match.h"

#include <algorithm>

#include "text/fold.h"

namespace rules {

namespace {

class Matcher {
 public:
  Matcher(const Rule& rule, const MatchInput& input, MatchContext& context, MatchScratch& scratch,
          std::array<Binding, kMaxWildcards>& bindings, uint64_t& steps)
      : pattern_(rule.pattern),
        tokens_(input.workspace),
        blank_(input.blank_sub),
        count_(static_cast<uint32_t>(input.workspace.size())),
        context_(context),
        scratch_(scratch),
        bindings_(bindings),
        steps_(steps) {
    scratch_.failed_from.assign(pattern_.size(), count_ + 1);
    if (rule.memo_classes) {
      scratch_.failed_at.assign((pattern_.size() * (count_ + 1) + 63) / 64, 0);
      memo_classes_ = true;
    }
  }

  bool run() {
    uint32_t item = 0;
    uint32_t token = 0;
    for (;;) {
      if (walk(item, token)) return true;
      if (!backtrack(item, token)) return false;
    }
  }

 private:
  // An operator that can take more: item, its first token, its end now, and where it began.
  struct Choice {
    uint32_t item;
    uint32_t first;
    uint32_t end;
    uint32_t first_end;
    uint64_t hash;   // classes: of the phrase
    uint32_t bytes;  // classes: its length with blanks
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

  bool begin_growing(uint32_t item, uint32_t& token, uint32_t end) {
    const PatternItem& want = pattern_[item];
    if (item + 1 == pattern_.size()) {  // the last item takes all
      bindings_[want.wildcard] = {token, count_};
      token = count_;
      return true;
    }
    if (end >= scratch_.failed_from[item]) return false;
    choices_[depth_++] = {item, token, end, end, 0, 0};
    bindings_[want.wildcard] = {token, end};
    token = end;
    return true;
  }

  bool grow(Choice& choice) {
    const uint32_t limit =
        std::min(count_ - needed_after(choice.item), scratch_.failed_from[choice.item] - 1);
    uint32_t end = choice.end + 1;
    const PatternItem& next = pattern_[choice.item + 1];
    if (next.op == Op::none) {  // only where that literal stands
      while (end <= limit && end < count_ && tokens_[end].symbol != next.symbol) {
        ++end;
        ++steps_;
      }
    }
    if (end > limit) return false;
    choice.end = end;
    return true;
  }

  bool begin_class(uint32_t item, uint32_t& token) {
    if (memo_classes_ && failed_at(item, token)) return false;
    Choice& choice = choices_[depth_++];
    choice = {item, token, token, token, 0, 0};
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
    const size_t longest = context_.longest_in_class(want.name);
    const uint32_t limit = count_ - needed_after(choice.item);
    while (choice.end < limit) {
      ++steps_;
      const Token& token = tokens_[choice.end];
      if (choice.end > choice.first && tokens_[choice.end - 1].atom && token.atom &&
          blank_ != '\0') {
        choice.hash = extend_hash(choice.hash, blank_);
        ++choice.bytes;
      }
      choice.hash = join_hash(choice.hash, token.hash, token.text.size());
      choice.bytes += static_cast<uint32_t>(token.text.size());
      ++choice.end;
      if (choice.bytes > longest) return false;
      if (context_.in_class(want.name, choice.hash, choice.bytes,
                            tokens_.subspan(choice.first, choice.end - choice.first))) {
        return true;
      }
    }
    return false;
  }

  bool is_member(NameId name, uint32_t token) const {
    const Token& only = tokens_[token];
    return context_.in_class(name, only.hash, only.text.size(), tokens_.subspan(token, 1));
  }

  // The tokens must spell the value one after the other; blanks of the value never match.
  bool eat_macro(NameId name, uint32_t& token) {
    const auto value = context_.lhs_macro(name);
    if (!value) return true;
    std::string_view rest = *value;
    while (!rest.empty()) {
      ++steps_;
      if (token == count_) return false;
      const std::string_view text = tokens_[token].text;
      if (text.size() > rest.size() || !equal_folded(rest.substr(0, text.size()), text)) {
        return false;
      }
      rest.remove_prefix(text.size());
      ++token;
    }
    return true;
  }

  void remember_failure(const Choice& choice, const PatternItem& want) {
    if (want.op == Op::in_class) {
      if (!memo_classes_) return;
      const size_t bit = choice.item * (size_t{count_} + 1) + choice.first;
      scratch_.failed_at[bit / 64] |= uint64_t{1} << (bit % 64);
      return;
    }
    uint32_t& from = scratch_.failed_from[choice.item];
    from = std::min(from, choice.first_end);
  }

  bool failed_at(uint32_t item, uint32_t token) const {
    const size_t bit = item * (size_t{count_} + 1) + token;
    return (scratch_.failed_at[bit / 64] >> (bit % 64) & 1) != 0;
  }

  std::span<const PatternItem> pattern_;
  Tokens tokens_;
  char blank_;
  uint32_t count_;
  MatchContext& context_;
  MatchScratch& scratch_;
  std::array<Binding, kMaxWildcards>& bindings_;
  uint64_t& steps_;
  std::array<Choice, kMaxWildcards> choices_;
  size_t depth_ = 0;
  bool memo_classes_ = false;
};

}  // namespace

bool match_rule(const Rule& rule, const MatchInput& input, MatchContext& context,
                MatchScratch& scratch, std::array<Binding, kMaxWildcards>& bindings,
                uint64_t& steps) {
  const Tokens& workspace = input.workspace;
  ++steps;
  if (rule.pattern.empty()) return workspace.empty();
  if (workspace.size() < rule.pattern.front().minimum) return false;
  if ((rule.required & ~input.symbols_present) != 0) return false;
  if (rule.first_literal != 0 && workspace.front().symbol != rule.first_literal) return false;
  if (rule.last_literal != 0 && workspace.back().symbol != rule.last_literal) return false;
  return Matcher(rule, input, context, scratch, bindings, steps).run();
}

}  // namespace rules
