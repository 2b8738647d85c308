// See plain_match.h.

#include "eval/plain_match.h"

#include <string>
#include <vector>

#include "text/fold.h"
#include "text/prescan.h"

namespace rules {

namespace {

class Walker {
 public:
  Walker(Tokens lhs, Tokens workspace, char blank, MatchContext& context, EvalEvents* events,
         uint64_t max_steps)
      : lhs_(lhs),
        workspace_(workspace),
        blank_(blank),
        context_(context),
        events_(events),
        steps_left_(max_steps) {}

  PlainMatch run(std::array<Binding, kMaxWildcards>& bindings) {
    while (item_ < lhs_.size() || token_ < workspace_.size()) {
      if (steps_left_ == 0) return PlainMatch::gave_over;
      tell(MatchStep::advance, item_, token_);
      if (!advance() && !back_up()) {
        return steps_left_ == 0 ? PlainMatch::gave_over : PlainMatch::failed;
      }
    }
    for (size_t i = 0; i < taken_.size() && i < bindings.size(); ++i) {
      bindings[i] = {static_cast<uint32_t>(taken_[i].first), static_cast<uint32_t>(taken_[i].last)};
    }
    return PlainMatch::matched;
  }

 private:
  // Tokens [first, last) that an item that binds has taken.
  struct Taken {
    size_t item;
    size_t first;
    size_t last;
  };

  void tell(MatchStep step, size_t item, size_t token) {
    if (steps_left_ > 0) --steps_left_;
    if (events_ == nullptr) return;
    events_->match_step(step, item < lhs_.size() ? &lhs_[item] : nullptr,
                        token < workspace_.size() ? &workspace_[token] : nullptr);
  }

  // Tries the item at the token; true: both have moved on.
  bool advance() {
    if (item_ >= lhs_.size()) return false;
    const Token& item = lhs_[item_];
    // $@ takes nothing, $* may: they are all that can stand at the end of a workspace.
    if (item.is(Op::host)) {
      ++item_;
      return true;
    }
    if (item.is(Op::zero_or_more)) return take(0);
    if (token_ >= workspace_.size()) return false;
    switch (item.op) {
      case Op::one_or_more:
      case Op::exactly_one:
        return take(1);
      case Op::in_class:
        taken_.push_back({item_, token_, token_});
        if (extend_class()) return true;
        taken_.pop_back();
        return false;
      case Op::not_in_class:
        return !is_member(item.operand(), token_, token_ + 1) && take(1);
      case Op::deferred:
        return compare_macro(item.operand());
      default:
        if (!equal_folded(item.text(), workspace_[token_].text())) return false;
        ++item_;
        ++token_;
        return true;
    }
  }

  bool take(size_t count) {
    taken_.push_back({item_, token_, token_ + count});
    token_ += count;
    ++item_;
    return true;
  }

  // A class item takes tokens until what it has is a member; false: the workspace ends before that.
  bool extend_class() {
    Taken& taken = taken_.back();
    while (taken.last < workspace_.size()) {
      ++taken.last;
      if (is_phrase_member(taken)) {
        tell(MatchStep::class_match, taken.item, taken.last);
        item_ = taken.item + 1;
        token_ = taken.last;
        return true;
      }
      tell(MatchStep::extend, taken.item, taken.last - 1);
      if (steps_left_ == 0) break;
    }
    return false;
  }

  bool is_phrase_member(const Taken& taken) {
    const bool is = is_member(lhs_[taken.item].operand(), taken.first, taken.last);
    if (events_ != nullptr) events_->phrase_joined(workspace_.subspan(taken.first), phrase_, true);
    return is;
  }

  bool is_member(NameId name, size_t first, size_t last) {
    const Tokens phrase = workspace_.subspan(first, last - first);
    phrase_.clear();
    join_tokens(phrase, blank_, phrase_);
    return context_.in_class(name, folded_hash(phrase_), phrase_.size(), phrase);
  }

  // $&x takes tokens as long as they are the next bytes of the macro's value.
  bool compare_macro(NameId name) {
    std::string_view rest = context_.lhs_macro(name).value_or("");
    size_t token = token_;
    for (; !rest.empty() && token < workspace_.size(); ++token) {
      const std::string_view text = workspace_[token].text();
      if (!equal_folded(text, rest.substr(0, text.size()))) return false;
      rest.remove_prefix(text.size());
    }
    if (!rest.empty()) return false;
    token_ = token;
    ++item_;
    return true;
  }

  // Goes back to the last item that can take one token more; false: there is none.
  bool back_up() {
    while (!taken_.empty() && steps_left_ > 0) {
      Taken& taken = taken_.back();
      tell(MatchStep::backup, taken.item, taken.last);
      if (taken.last < workspace_.size() && grow(taken)) return true;
      taken_.pop_back();
    }
    return false;
  }

  bool grow(Taken& taken) {
    switch (lhs_[taken.item].op) {
      case Op::zero_or_more:
      case Op::one_or_more:
        ++taken.last;
        item_ = taken.item + 1;
        token_ = taken.last;
        return true;
      case Op::in_class:
        return extend_class();
      default:
        return false;
    }
  }

  Tokens lhs_;
  Tokens workspace_;
  char blank_;
  MatchContext& context_;
  EvalEvents* events_;
  uint64_t steps_left_;
  size_t item_ = 0;
  size_t token_ = 0;
  std::vector<Taken> taken_;
  std::string phrase_;
};

}  // namespace

PlainMatch plain_match(Tokens lhs, Tokens workspace, char blank, MatchContext& context,
                       EvalEvents* events, std::array<Binding, kMaxWildcards>& bindings,
                       uint64_t max_steps) {
  return Walker(lhs, workspace, blank, context, events, max_steps).run(bindings);
}

}  // namespace rules
