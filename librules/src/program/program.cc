// See program.h.

#include "program/program.h"

#include <algorithm>

#include "cf/reader.h"
#include "text/prescan.h"

namespace rules {

namespace {

// What a LHS takes as it is written: a word, or an operator that means nothing there.
bool is_literal(const Token& token) {
  return !op_facts(token.op).binds && token.op != Op::host && token.op != Op::deferred;
}

bool begins_lookup(const Token& token) {
  return token.is(Op::map_begin) || token.is(Op::host_begin);
}

}  // namespace

Program::Program(std::unique_ptr<Config> config)
    : config_(std::move(config)), char_types_(*config_->char_types) {
  for (const ConfigWord& word : config_->words) classes_.add(word.name, word.text);
  config_->words = {};
  for (int number = 0; number < kMaxRulesets; ++number) compile_ruleset(number);
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
  for (const ConfigRule& rule_from : from.rules) {
    Rule rule;
    rule.line = rule_from.line;
    rule.no_lhs = rule_from.no_lhs;
    rule.number = static_cast<int>(ruleset.rules.size()) + 1;
    compile_lhs(rule_from, rule);
    compile_rhs(rule_from, rule);
    ruleset.rules.push_back(rule);
  }
}

Tokens Program::with_symbols(Tokens tokens) {
  const auto out = arena_.array<Token>(tokens.size());
  for (size_t i = 0; i < tokens.size(); ++i) {
    out[i] = tokens[i];
    if (is_literal(tokens[i])) out[i].symbol = symbols_.intern(tokens[i].text);
  }
  return out;
}

void Program::compile_lhs(const ConfigRule& from, Rule& rule) {
  rule.lhs = with_symbols(from.lhs);
  const auto pattern = arena_.array<PatternItem>(rule.lhs.size());
  uint32_t minimum = 0;
  for (size_t i = rule.lhs.size(); i-- > 0;) {
    const Token& token = rule.lhs[i];
    minimum += op_facts(token.op).least_tokens;
    // $&x may take no token, but never matches at the end of a workspace.
    if (token.is(Op::deferred)) minimum = std::max(minimum, 1u);
    pattern[i] = {is_literal(token) ? Op::none : token.op, 0, token.operand, token.symbol, minimum};
  }
  bool grows = false;
  for (PatternItem& item : pattern) {
    if (op_facts(item.op).binds) item.wildcard = rule.wildcards++;
    if (item.op == Op::in_class && grows) rule.memo_classes = true;
    grows = grows || item.op == Op::zero_or_more || item.op == Op::one_or_more ||
            item.op == Op::in_class;
    rule.required |= symbol_bit(item.op == Op::none ? item.symbol : 0);
  }
  rule.pattern = pattern;
  if (!pattern.empty() && pattern.front().op == Op::none) rule.first_literal = pattern[0].symbol;
  if (!pattern.empty() && pattern.back().op == Op::none) rule.last_literal = pattern.back().symbol;
}

void Program::compile_rhs(const ConfigRule& from, Rule& rule) {
  rule.rhs = with_symbols(from.rhs);
  rule.replacement = rule.rhs;
  if (!rule.rhs.empty()) {
    rule.once = rule.rhs.front().is(Op::user);
    rule.returns = rule.rhs.front().is(Op::host);
  }
  if (rule.once || rule.returns) rule.replacement = rule.rhs.subspan(1);
  rule.has_lookup = std::any_of(rule.rhs.begin(), rule.rhs.end(), begins_lookup);
  rule.has_call = std::any_of(rule.rhs.begin(), rule.rhs.end(),
                              [](const Token& token) { return token.is(Op::call); });
  const auto& out = rule.replacement;
  rule.decides = out.size() > 1 && out[0].is(Op::mailer) && !out[1].is(Op::replacement);
}

}  // namespace rules
