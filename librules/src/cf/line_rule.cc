// R lines: LHS, tabs, RHS, tabs, comment.
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/{lhs,rhs,cf}_*.

#include <fmt/format.h>

#include <array>

#include "cf/line_reader.h"
#include "text/expand.h"

namespace rules {

namespace {

// An operator without the name or number that it takes.
std::string operator_text(Op op) {
  if (op == Op::replacement) return "$1-$9";
  return std::string("$") + operator_char(op);
}

// Operators that mean nothing on a LHS; the rule is kept all the same.
bool wrong_on_lhs(Op op) {
  switch (op) {
    case Op::replacement:
    case Op::user:
    case Op::call:
    case Op::cond_if:
    case Op::cond_fi:
    case Op::host_begin:
    case Op::host_end:
    case Op::map_begin:
    case Op::map_end:
      return true;
    default:
      return false;
  }
}

// Returns how many wildcards the LHS has.
int check_lhs(LineReader& reader, ConfigRule& rule) {
  int wildcards = 0;
  for (const Token& token : rule.lhs) {
    if (op_facts(token.op).binds && ++wildcards > kMaxWildcards) {
      reader.warn("R line: too many wildcards");
      rule.lhs = {};
      return kMaxWildcards;
    }
    if (wrong_on_lhs(token.op)) {
      reader.warn(fmt::format("Inappropriate use of {} on LHS", operator_text(token.op)));
    }
  }
  return wildcards;
}

// Checks the RHS in order: replacements, operators of the LHS, and the form of look-ups.
class RhsCheck {
 public:
  RhsCheck(LineReader& reader, int wildcards) : reader_(reader), wildcards_(wildcards) {}

  void run(Tokens rhs) {
    for (const Token& token : rhs) check(token);
    if (closer_ != Op::none) reader_.warn("missing map closing token");
  }

 private:
  void check(const Token& token) {
    switch (token.op) {
      case Op::replacement:
        check_replacement(token);
        return;
      case Op::map_begin:
      case Op::host_begin:
        begin_lookup(token.op);
        return;
      case Op::map_end:
      case Op::host_end:
        if (token.op == closer_) closer_ = Op::none;
        return;
      case Op::host:
        if (closer_ == Op::map_end && ++args_ == 10) {
          reader_.warn("too many arguments for map lookup");
        }
        return;
      default:
        if (op_facts(token.op).binds) {
          reader_.warn(fmt::format("Inappropriate use of {} on RHS", operator_text(token.op)));
        }
    }
  }

  void check_replacement(const Token& token) {
    const int number = token.operand() - '0';
    if (number >= 1 && number <= wildcards_) return;
    reader_.warn(fmt::format("replacement ${} out of bounds", static_cast<char>(token.operand())));
  }

  void begin_lookup(Op op) {
    if (closer_ != Op::none) reader_.warn("cannot nest map lookups");
    closer_ = op == Op::map_begin ? Op::map_end : Op::host_end;
    args_ = 0;
  }

  LineReader& reader_;
  int wildcards_;
  Op closer_ = Op::none;
  int args_ = 0;
};

void add_rule(LineReader& reader, ConfigRule& rule) {
  rule.line = reader.line();
  auto& rules = reader.config.rulesets[static_cast<size_t>(reader.ruleset)].rules;
  constexpr size_t kUsual = 8;
  if (rules.empty()) rules.reserve(kUsual);
  rules.push_back(rule);
}

}  // namespace

bool read_simple_rule_line(LineReader& reader, std::string_view text) {
  ConfigRule rule;
  if (reader.ruleset == kNoRuleset || !reader.simple_rules.read(text, rule)) return false;
  if (reader.simple_rules.wants_checks()) {
    const int wildcards = check_lhs(reader, rule);
    RhsCheck(reader, wildcards).run(rule.rhs);
  }
  add_rule(reader, rule);
  return true;
}

void read_rule_line(LineReader& reader, std::string_view text) {
  if (reader.ruleset == kNoRuleset) {
    reader.warn(fmt::format("missing valid ruleset for \"R{}\"", seven_bit(text)));
    return;
  }
  const size_t tab = text.find('\t');
  if (tab == std::string_view::npos) {
    reader.warn(fmt::format("invalid rewrite line \"R{}\" (tab expected)", seven_bit(text)));
    return;
  }
  size_t rhs_begin = tab;
  while (rhs_begin < text.size() && text[rhs_begin] == '\t') ++rhs_begin;
  std::string_view rhs_text = text.substr(rhs_begin);
  rhs_text = rhs_text.substr(0, rhs_text.find('\t'));

  ConfigRule rule;
  rule.lhs = reader.rule_tokens(reader.expanded(text.substr(0, tab)));
  int wildcards = 0;
  rule.no_lhs = rule.lhs.empty();
  if (rule.no_lhs) {
    reader.warn("R line: null LHS");
  } else {
    wildcards = check_lhs(reader, rule);
  }
  rule.rhs = reader.rule_tokens(reader.expanded(rhs_text));
  if (rule.rhs.empty()) {
    reader.warn("R line: null RHS");
  } else {
    RhsCheck(reader, wildcards).run(rule.rhs);
  }
  add_rule(reader, rule);
}

}  // namespace rules
