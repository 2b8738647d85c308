// See program.h.

#include "program/program.h"

#include <algorithm>

#include "cf/reader.h"
#include "text/prescan.h"
#include "text/simple_prescan.h"

namespace rules {

namespace {

// What a LHS takes as it is written: a word, or an operator that means nothing there.
bool is_literal(const Token& token) {
  return !op_facts(token.op).binds && token.op != Op::host && token.op != Op::deferred;
}

bool begins_lookup(const Token& token) {
  return token.is(Op::map_begin) || token.is(Op::host_begin);
}

// REQUIRES: token.plain is set.
bool is_quoted(const Token& token) {
  return !token.plain && token.text().find_first_of("\"\\") != std::string_view::npos;
}

// What match_rule() need not find out each time.
void describe_pattern(Rule& rule) {
  const auto& pattern = rule.pattern;
  const auto other = std::find_if_not(pattern.begin(), pattern.end(), takes_one);
  rule.head = static_cast<uint32_t>(other - pattern.begin());
  rule.tail = 0;
  if (other != pattern.end()) {
    const auto last = std::find_if_not(pattern.rbegin(), pattern.rend(), takes_one);
    rule.tail = static_cast<uint32_t>(last - pattern.rbegin());
  }
  rule.gliding = std::all_of(pattern.begin(), pattern.end(), [](const PatternItem& item) {
    return takes_one(item) || item.op == Op::zero_or_more || item.op == Op::one_or_more;
  });
}

}  // namespace

Program::Program(std::unique_ptr<Config> config)
    : config_(std::move(config)), char_types_(*config_->char_types) {
  config_->words.fit();
  for (int number = 0; number < kMaxRulesets; ++number) compile_ruleset(number);
  resolve_calls();
  constexpr size_t kWorthAnIndex = 24;
  for (Ruleset& ruleset : rulesets_) {
    if (ruleset.rules.size() < kWorthAnIndex) continue;
    ruleset.index = RuleIndex(ruleset.rules, symbols().size());
  }
}

// Rulesets may be called before they are defined.
void Program::resolve_calls() {
  const auto& numbers = config_->ruleset_numbers;
  for (const auto& entry : numbers)
    config_->symbols.intern(entry.first);  // calls may be made of data
  called_.resize(symbols().size() + 1);
  for (const auto& [name, number] : numbers) {
    if (number == kNoRuleset) continue;
    called_[symbols().find(name, folded_hash(name))] = {name, number};
  }
  for (const Token* name : calls_) {  // numbers among them
    Called& known = called_[name->symbol];
    if (known.text.empty()) known = {name->text(), find_called(name->text())};
  }
  calls_ = {};
}

int Program::find_ruleset(std::string_view name, std::vector<std::string>& problems) const {
  return rules::find_ruleset(*config_, name, false, problems);
}

int Program::find_called(std::string_view name) const {
  const auto known = config_->ruleset_numbers.find(name);
  if (known != config_->ruleset_numbers.end() && known->second != kNoRuleset) return known->second;
  std::vector<std::string> problems;
  return find_ruleset(name, problems);
}

void Program::compile_ruleset(int number) {
  const ConfigRuleset& from = config_->rulesets[static_cast<size_t>(number)];
  Ruleset& ruleset = rulesets_[static_cast<size_t>(number)];
  ruleset.name = from.name;
  ruleset.rules.reserve(from.rules.size());
  ruleset.filters.reserve(from.rules.size());
  for (const ConfigRule& rule_from : from.rules) {
    Rule rule;
    rule.line = rule_from.line;
    rule.no_lhs = rule_from.no_lhs;
    rule.number = static_cast<int>(ruleset.rules.size()) + 1;
    compile_lhs(rule_from, rule);
    compile_rhs(rule_from, rule);
    ruleset.rules.push_back(rule);
    ruleset.filters.push_back(filter_of(rule));
  }
}

void Program::compile_lhs(const ConfigRule& from, Rule& rule) {
  rule.lhs = from.lhs;
  const auto pattern = arena_.array<PatternItem>(rule.lhs.size());
  uint32_t minimum = 0;
  uint32_t run = 0;
  for (size_t i = rule.lhs.size(); i-- > 0;) {
    const Token& token = rule.lhs[i];
    minimum += op_facts(token.op).least_tokens;
    // $&x may take no token, but never matches at the end of a workspace.
    if (token.is(Op::deferred)) minimum = std::max(minimum, 1u);
    pattern[i] = {
        is_literal(token) ? Op::none : token.op, 0, token.operand(), token.symbol, minimum, run};
    run = takes_one(pattern[i]) ? run + 1 : 0;
  }
  bool grows = false;
  for (PatternItem& item : pattern) {
    if (op_facts(item.op).binds) item.wildcard = rule.wildcards++;
    if (item.op == Op::in_class && grows) rule.memo_classes = true;
    grows = grows || item.op == Op::zero_or_more || item.op == Op::one_or_more ||
            item.op == Op::in_class;
  }
  rule.pattern = pattern;
  describe_pattern(rule);
}

RuleFilter Program::filter_of(const Rule& rule) {
  RuleFilter filter;
  if (rule.pattern.empty()) return filter;
  for (const PatternItem& item : rule.pattern) {
    if (item.op == Op::none) filter.required |= symbol_bit(item.symbol);
  }
  const PatternItem& first = rule.pattern.front();
  const PatternItem& last = rule.pattern.back();
  if (first.op == Op::none) filter.first_literal = first.symbol;
  if (last.op == Op::none) filter.last_literal = last.symbol;
  filter.minimum = first.minimum;
  return filter;
}

RuleIndex::RuleIndex(std::span<const Rule> rules, size_t symbols) : count_(rules.size()) {
  std::vector<uint32_t> uses(symbols + 1, 0);
  for (const Rule& rule : rules) {
    for (const PatternItem& item : rule.pattern) uses[item.op == Op::none ? item.symbol : 0]++;
  }
  list_of_.assign(symbols + 1, 0);
  lists_.emplace_back();
  for (size_t i = 0; i < rules.size(); ++i) {
    SymbolId rarest = 0;
    for (const PatternItem& item : rules[i].pattern) {
      if (item.op != Op::none) continue;
      if (rarest == 0 || uses[item.symbol] < uses[rarest]) rarest = item.symbol;
    }
    if (rarest != 0 && list_of_[rarest] == 0) {
      list_of_[rarest] = static_cast<uint32_t>(lists_.size());
      lists_.emplace_back();
    }
    lists_[list_of_[rarest]].push_back(static_cast<uint32_t>(i));
  }
}

size_t RuleIndex::next(size_t from, Tokens tokens) const {
  size_t nearest = count_;
  const auto look_in = [&](const std::vector<uint32_t>& list) {
    const auto at = std::lower_bound(list.begin(), list.end(), from);
    if (at != list.end() && *at < nearest) nearest = *at;
  };
  look_in(lists_.front());
  for (const Token& token : tokens) {
    if (const uint32_t list = list_of_[token.symbol]) look_in(lists_[list]);
  }
  return nearest;
}

void Program::compile_rhs(const ConfigRule& from, Rule& rule) {
  rule.rhs = from.rhs;
  rule.replacement = rule.rhs;
  if (!rule.rhs.empty()) {
    rule.once = rule.rhs.front().is(Op::user);
    rule.returns = rule.rhs.front().is(Op::host);
  }
  if (rule.once || rule.returns) rule.replacement = rule.rhs.subspan(1);
  rule.has_lookup = std::any_of(rule.rhs.begin(), rule.rhs.end(), begins_lookup);
  rule.has_call = std::any_of(rule.rhs.begin(), rule.rhs.end(),
                              [](const Token& token) { return token.is(Op::call); });
  for (size_t i = 1; i < rule.rhs.size(); ++i) {
    const Token& name = rule.rhs[i];
    if (rule.rhs[i - 1].is(Op::call) && name.is(Op::none) && !is_quoted(name)) {
      calls_.push_back(&name);
    }
  }
  rule.has_quotes = std::any_of(rule.rhs.begin(), rule.rhs.end(), is_quoted);
  compile_steps(rule, arena_);
  const auto& out = rule.replacement;
  rule.decides = out.size() > 1 && out[0].is(Op::mailer) && !out[1].is(Op::replacement);
}

}  // namespace rules
