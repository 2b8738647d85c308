// The expressions of eval.
//
// A ladder of operators by precedence, from || down to the signs. A division by zero and its kin
// do not count in the dead branch of && and ||; a mistake of syntax does.
//
// Tested by tests/m4/builtins_test.cc.
#include "eval.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <limits>
#include <span>

#include "machine.h"

namespace m4 {
namespace {

enum class Wrong {
  kNothing,
  kDivideByZero,
  kModuloByZero,
  kNegativeExponent,
  kSyntax,  // from here on it counts in a dead branch too
  kNoParenthesis,
  kBadInput,
  kExcess,
  kBadOperator,
  kTooDeep
};

enum class Op {
  kEnd,
  kError,
  kBadOperator,
  kNumber,
  kOpen,
  kClose,
  kPlus,
  kMinus,
  kPower,
  kTimes,
  kDivide,
  kModulo,
  kAssign,
  kEqual,
  kNotEqual,
  kGreater,
  kGreaterEqual,
  kLess,
  kLessEqual,
  kShiftLeft,
  kShiftRight,
  kNot,
  kLogicalAnd,
  kLogicalOr,
  kComplement,
  kAnd,
  kOr,
  kXor
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The value of a digit in the widest base; 99: it is none.
unsigned digit_value(char c) {
  if (is_digit(c)) return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A') + 10;
  return 99;
}

struct Spelling {
  std::string_view text;
  Op op;
};

// Longer ones first. An operator that also assigns is none.
constexpr std::array<Spelling, 36> kOperators = {{
    {"++", Op::kBadOperator},  {"+=", Op::kBadOperator},
    {"+", Op::kPlus},          {"--", Op::kBadOperator},
    {"-=", Op::kBadOperator},  {"-", Op::kMinus},
    {"**", Op::kPower},        {"*=", Op::kBadOperator},
    {"*", Op::kTimes},         {"/=", Op::kBadOperator},
    {"/", Op::kDivide},        {"%=", Op::kBadOperator},
    {"%", Op::kModulo},        {"==", Op::kEqual},
    {"=", Op::kAssign},        {"!=", Op::kNotEqual},
    {"!", Op::kNot},           {">=", Op::kGreaterEqual},
    {">>=", Op::kBadOperator}, {">>", Op::kShiftRight},
    {">", Op::kGreater},       {"<=", Op::kLessEqual},
    {"<<=", Op::kBadOperator}, {"<<", Op::kShiftLeft},
    {"<", Op::kLess},          {"^=", Op::kBadOperator},
    {"^", Op::kXor},           {"~", Op::kComplement},
    {"&&", Op::kLogicalAnd},   {"&=", Op::kBadOperator},
    {"&", Op::kAnd},           {"||", Op::kLogicalOr},
    {"|=", Op::kBadOperator},  {"|", Op::kOr},
    {"(", Op::kOpen},          {")", Op::kClose},
}};

class Expression {
 public:
  Expression(Machine& machine, std::string_view text) : machine_(machine), text_(text) {}

  Wrong value(int32_t& result) {
    const Wrong wrong = binary(0, take(result), result);
    if (wrong != Wrong::kNothing || at_ == text_.size()) return wrong;
    int32_t ignored = 0;
    return take(ignored) == Op::kBadOperator ? Wrong::kBadOperator : Wrong::kExcess;
  }

 private:
  // The binary operators, the weakest first; ** is apart, since it associates to the right.
  static std::span<const Op> level(std::size_t number) {
    static constexpr std::array kOr = {Op::kLogicalOr};
    static constexpr std::array kAnd = {Op::kLogicalAnd};
    static constexpr std::array kBitOr = {Op::kOr};
    static constexpr std::array kXor = {Op::kXor};
    static constexpr std::array kBitAnd = {Op::kAnd};
    static constexpr std::array kEquality = {Op::kEqual, Op::kNotEqual, Op::kAssign};
    static constexpr std::array kCompare = {Op::kGreater, Op::kGreaterEqual, Op::kLess,
                                            Op::kLessEqual};
    static constexpr std::array kShift = {Op::kShiftLeft, Op::kShiftRight};
    static constexpr std::array kSum = {Op::kPlus, Op::kMinus};
    static constexpr std::array kProduct = {Op::kTimes, Op::kDivide, Op::kModulo};
    static constexpr std::array<std::span<const Op>, kPowerLevel> kLevels = {
        kOr, kAnd, kBitOr, kXor, kBitAnd, kEquality, kCompare, kShift, kSum, kProduct};
    return kLevels[number];
  }

  Wrong binary(std::size_t number, Op first, int32_t& left) {
    if (number == kPowerLevel) return power(first, left);
    Wrong wrong = binary(number + 1, first, left);
    if (wrong != Wrong::kNothing) return wrong;
    for (;;) {
      int32_t right = 0;
      const Op op = take(right);
      if (!holds(level(number), op)) return end_of_level(op);
      const Op next = take(right);
      if (next == Op::kError) return Wrong::kBadInput;
      wrong = binary(number + 1, next, right);
      wrong = is_logical(op) ? join_logical(op, wrong, right, left) : wrong;
      if (wrong != Wrong::kNothing) return wrong;
      if (!is_logical(op)) wrong = apply(op, right, left);
      if (wrong != Wrong::kNothing) return wrong;
    }
  }

  static bool holds(std::span<const Op> list, Op wanted) {
    for (const Op op : list) {
      if (op == wanted) return true;
    }
    return false;
  }

  static bool is_logical(Op op) { return op == Op::kLogicalOr || op == Op::kLogicalAnd; }

  Wrong end_of_level(Op op) {
    if (op == Op::kError) return Wrong::kBadInput;
    at_ = last_;
    return Wrong::kNothing;
  }

  static Wrong join_logical(Op op, Wrong wrong, int32_t right, int32_t& left) {
    const bool is_or = op == Op::kLogicalOr;
    if (wrong == Wrong::kNothing) {
      left = is_or ? (left != 0 || right != 0) : (left != 0 && right != 0);
      return wrong;
    }
    const bool dead = is_or == (left != 0);
    if (!dead || wrong >= Wrong::kSyntax) return wrong;
    left = is_or ? 1 : 0;
    return Wrong::kNothing;
  }

  Wrong apply(Op op, int32_t right, int32_t& left) {
    const auto a = static_cast<uint32_t>(left);
    const auto b = static_cast<uint32_t>(right);
    switch (op) {
      case Op::kOr:
        left |= right;
        break;
      case Op::kXor:
        left ^= right;
        break;
      case Op::kAnd:
        left &= right;
        break;
      case Op::kAssign:
        machine_.warn("Warning: recommend ==, not =, for equality operator");
        [[fallthrough]];
      case Op::kEqual:
        left = left == right;
        break;
      case Op::kNotEqual:
        left = left != right;
        break;
      case Op::kGreater:
        left = left > right;
        break;
      case Op::kGreaterEqual:
        left = left >= right;
        break;
      case Op::kLess:
        left = left < right;
        break;
      case Op::kLessEqual:
        left = left <= right;
        break;
      case Op::kShiftLeft:
        left = static_cast<int32_t>(a << (b & 31U));
        break;
      case Op::kShiftRight:
        left >>= (b & 31U);
        break;
      case Op::kPlus:
        left = static_cast<int32_t>(a + b);
        break;
      case Op::kMinus:
        left = static_cast<int32_t>(a - b);
        break;
      case Op::kTimes:
        left = static_cast<int32_t>(a * b);
        break;
      case Op::kDivide:
        if (right == 0) return Wrong::kDivideByZero;
        left = right == -1 ? static_cast<int32_t>(0U - a) : left / right;
        break;
      default:
        if (right == 0) return Wrong::kModuloByZero;
        left = right == -1 ? 0 : left % right;
    }
    return Wrong::kNothing;
  }

  Wrong power(Op first, int32_t& left) {
    Wrong wrong = unary(first, left);
    if (wrong != Wrong::kNothing) return wrong;
    for (;;) {
      int32_t right = 0;
      const Op op = take(right);
      if (op != Op::kPower) return end_of_level(op);
      const Op next = take(right);
      if (next == Op::kError) return Wrong::kBadInput;
      if (++depth_ > kDeepest) return Wrong::kTooDeep;
      wrong = power(next, right);
      --depth_;
      if (wrong != Wrong::kNothing) return wrong;
      if (right < 0) return Wrong::kNegativeExponent;
      if (left == 0 && right == 0) return Wrong::kDivideByZero;
      left = raised(left, right);
    }
  }

  static int32_t raised(int32_t base, int32_t exponent) {
    uint32_t result = 1;
    auto factor = static_cast<uint32_t>(base);
    for (; exponent > 0; exponent >>= 1) {
      if ((exponent & 1) != 0) result *= factor;
      factor *= factor;
    }
    return static_cast<int32_t>(result);
  }

  Wrong unary(Op op, int32_t& value) {
    if (op != Op::kPlus && op != Op::kMinus && op != Op::kComplement && op != Op::kNot) {
      return simple(op, value);
    }
    const Op next = take(value);
    if (next == Op::kError) return Wrong::kBadInput;
    if (++depth_ > kDeepest) return Wrong::kTooDeep;
    const Wrong wrong = unary(next, value);
    --depth_;
    if (wrong != Wrong::kNothing) return wrong;
    if (op == Op::kMinus) value = static_cast<int32_t>(0U - static_cast<uint32_t>(value));
    if (op == Op::kComplement) value = ~value;
    if (op == Op::kNot) value = value == 0 ? 1 : 0;
    return Wrong::kNothing;
  }

  Wrong simple(Op op, int32_t& value) {
    if (op == Op::kNumber) return Wrong::kNothing;
    if (op == Op::kBadOperator) return Wrong::kBadOperator;
    if (op != Op::kOpen) return Wrong::kSyntax;
    const Op next = take(value);
    if (next == Op::kError) return Wrong::kBadInput;
    if (++depth_ > kDeepest) return Wrong::kTooDeep;
    const Wrong wrong = binary(0, next, value);
    --depth_;
    if (wrong != Wrong::kNothing) return wrong;
    int32_t ignored = 0;
    const Op close = take(ignored);
    if (close == Op::kError) return Wrong::kBadInput;
    return close == Op::kClose ? Wrong::kNothing : Wrong::kNoParenthesis;
  }

  char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }

  // The next token; `value` gets a number.
  Op take(int32_t& value) {
    constexpr std::string_view kSpaces = " \t\n\v\f\r";
    at_ = std::min(text_.find_first_not_of(kSpaces, at_), text_.size());
    last_ = at_;
    if (at_ == text_.size()) return Op::kEnd;
    if (is_digit(text_[at_])) return take_number(value);
    for (const auto& one : kOperators) {
      if (!text_.substr(at_).starts_with(one.text)) continue;
      // Of an operator that assigns, what stands in front of its last character is taken.
      at_ += one.op == Op::kBadOperator ? one.text.size() - 1 : one.text.size();
      return one.op;
    }
    ++at_;
    return Op::kError;
  }

  Op take_number(int32_t& value) {
    uint32_t base = 10;
    if (!take_base(base)) return Op::kError;
    uint32_t number = 0;
    for (; at_ < text_.size(); ++at_) {
      const unsigned digit = digit_value(text_[at_]);
      if (digit == 99) break;
      if (base == 1) {
        if (digit > 1 || (digit == 0 && number != 0)) break;
        number += digit;
      } else if (digit >= base) {
        break;
      } else {
        number = number * base + digit;
      }
    }
    value = static_cast<int32_t>(number);
    return Op::kNumber;
  }

  // 0 octal, 0x, 0b, 0rBASE:
  bool take_base(uint32_t& base) {
    if (text_[at_] != '0') return true;
    const char kind = at(++at_);
    base = 8;
    if (kind == 'x' || kind == 'X') base = 16;
    if (kind == 'b' || kind == 'B') base = 2;
    const bool given = kind == 'r' || kind == 'R';
    if (base != 8 || given) ++at_;
    if (!given) return true;
    base = 0;
    while (is_digit(at(at_)) && base <= 36) {
      base = 10 * base + static_cast<uint32_t>(text_[at_++] - '0');
    }
    if (base == 0 || base > 36 || at(at_) != ':') return false;
    ++at_;
    return true;
  }

  static constexpr std::size_t kPowerLevel = 10;
  static constexpr int kDeepest = 1000;

  Machine& machine_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t last_ = 0;
  int depth_ = 0;
};

void report(Machine& machine, Wrong wrong, std::string_view text) {
  const auto say = [&](std::string_view what) { machine.warn(fmt::format("{}: {}", what, text)); };
  switch (wrong) {
    case Wrong::kNothing:
      return;
    case Wrong::kDivideByZero:
      return say("divide by zero in eval");
    case Wrong::kModuloByZero:
      return say("modulo by zero in eval");
    case Wrong::kNegativeExponent:
      return say("negative exponent in eval");
    case Wrong::kSyntax:
      return say("bad expression in eval");
    case Wrong::kNoParenthesis:
      return say("bad expression in eval (missing right parenthesis)");
    case Wrong::kBadInput:
      return say("bad expression in eval (bad input)");
    case Wrong::kExcess:
      return say("bad expression in eval (excess input)");
    case Wrong::kBadOperator:
      return machine.report(Severity::kError, fmt::format("invalid operator in eval: {}", text));
    case Wrong::kTooDeep:
      machine.fail("an expression of eval is nested too deep", Cause::kLimit);
  }
}

}  // namespace

bool evaluate(Machine& machine, std::string_view text, int& value) {
  machine.spend(text.size());
  int32_t result = 0;
  const Wrong wrong = Expression(machine, text).value(result);
  report(machine, wrong, text);
  value = result;
  return wrong == Wrong::kNothing;
}

}  // namespace m4
