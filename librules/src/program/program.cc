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
  constexpr uint16_t kMark = 2;  // an operator without a name
  if (token.plain || (token.size == kMark && token.op != Op::none)) return false;
  if (token.size == 1) return *token.data == '"' || *token.data == '\\';
  return std::any_of(token.data, token.data + token.size,
                     [](char c) { return c == '"' || c == '\\'; });
}

// Then two atoms that stand side by side have a blank between them in a phrase, and a word of
// letters and digits is one token or none.
bool letters_are_atoms(const CharTypes& types) {
  constexpr std::string_view kLetters =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  return std::all_of(kLetters.begin(), kLetters.end(),
                     [&](char c) { return types.plain_type(c) == PlainType::atom; });
}

// For each item: how many tokens it and all behind it need, how many of these take one each.
void count_from_the_end(std::span<PatternItem> pattern) {
  uint32_t minimum = 0;
  uint16_t run = 0;
  for (size_t i = pattern.size(); i-- > 0;) {
    PatternItem& item = pattern[i];
    minimum += op_facts(item.op).least_tokens;
    // $&x may take no token, but never matches at the end of a workspace.
    if (item.op == Op::deferred) minimum = std::max(minimum, 1u);
    item.minimum = minimum;
    item.run = run;
    run = item.takes_one ? run + 1 : 0;
  }
}

}  // namespace

Program::Program(std::unique_ptr<Config> config)
    : config_(std::move(config)), char_types_(*config_->char_types) {
  config_->words.fit();
  simple_words_ = blank_sub() != '\0' && letters_are_atoms(char_types_);
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
    Rule& rule = ruleset.rules.emplace_back();
    rule.line = rule_from.line;
    rule.no_lhs = rule_from.no_lhs;
    rule.number = static_cast<int>(ruleset.rules.size());
    compile_lhs(rule_from, rule, ruleset.filters.emplace_back());
    compile_rhs(rule_from, rule);
  }
}

// What is no literal.
PatternItem Program::compile_operator(const Token& token, Rule& rule) const {
  PatternItem item = {token.op, 0, token.operand(), token.symbol, 0, 0, false};
  if (op_facts(token.op).binds) item.wildcard = rule.wildcards++;
  const bool simple_class =
      token.is(Op::in_class) && simple_words_ && classes().has_only_simple_words(token.operand());
  rule.has_simple_class = rule.has_simple_class || simple_class;
  item.takes_one = simple_class || token.is(Op::exactly_one) || token.is(Op::not_in_class);
  return item;
}

void Program::compile_lhs(const ConfigRule& from, Rule& rule, RuleFilter& filter) {
  rule.lhs = from.lhs;
  const auto pattern = arena_.array<PatternItem>(rule.lhs.size());
  uint32_t in_row = 0;  // items that take one token each
  bool other = false;   // there are others
  bool grows = false;
  bool fixed = true;  // each takes as many tokens, whatever the workspace
  for (size_t i = 0; i < pattern.size(); ++i) {
    const Token& token = rule.lhs[i];
    if (is_literal(token)) {
      pattern[i] = {Op::none, 0, token.operand(), token.symbol, 0, 0, true};
      filter.required |= symbol_bit(token.symbol);
      ++in_row;
      continue;
    }
    pattern[i] = compile_operator(token, rule);
    if (token.is(Op::in_class) && grows) rule.memo_classes = true;
    const bool glides = token.is(Op::zero_or_more) || token.is(Op::one_or_more);
    grows = grows || glides || token.is(Op::in_class);
    if (pattern[i].takes_one) {
      const bool one_of_class = token.is(Op::in_class) || token.is(Op::not_in_class);
      if (one_of_class) rule.way = std::max(rule.way, MatchWay::simple_class);
      fixed = fixed && !token.is(Op::in_class);  // a host may add phrases
      ++in_row;
      continue;
    }
    if (!other) rule.head = in_row;
    other = true;
    in_row = 0;
    const MatchWay way = glides                   ? MatchWay::gliding
                         : token.is(Op::in_class) ? MatchWay::narrowed
                                                  : MatchWay::backtracking;
    rule.way = std::max(rule.way, way);
    fixed = fixed && token.is(Op::host);
  }
  (other ? rule.tail : rule.head) = in_row;
  rule.pattern = pattern;
  count_from_the_end(pattern);
  if (pattern.empty()) return;
  if (pattern.front().op == Op::none) filter.first_literal = pattern.front().symbol;
  if (pattern.back().op == Op::none) filter.last_literal = pattern.back().symbol;
  filter.minimum = pattern.front().minimum;
  if (fixed) filter.spare = 0;
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
  bool after_call = false;
  for (const Token& token : rule.rhs) {
    const bool quoted = is_quoted(token);
    if (quoted) rule.has_quotes = true;
    if (token.is(Op::none)) {
      if (after_call && !quoted) calls_.push_back(&token);
      after_call = false;
      continue;
    }
    after_call = token.is(Op::call);
    if (after_call) rule.has_call = true;
    if (begins_lookup(token)) rule.has_lookup = true;
  }
  compile_steps(rule, arena_);
  const auto& out = rule.replacement;
  rule.decides = out.size() > 1 && out[0].is(Op::mailer) && !out[1].is(Op::replacement);
}

}  // namespace rules
