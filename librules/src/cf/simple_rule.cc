// See simple_rule.h.

#include "cf/simple_rule.h"

#include <algorithm>
#include <cstring>

#include "text/prescan.h"
#include "text/simple_prescan.h"

namespace rules {

namespace {

// No longer line can come to a limit but that of a token.
constexpr size_t kMaxSimple = 1000;
static_assert(kMaxSimple <= kMaxTokens && 2 * kMaxSimple <= kMaxExpanded &&
              2 * kMaxSimple <= kCfTextBytes);

// The texts of operator tokens: a mark, and the name or digit behind it.
struct MarkText {
  char text[4];
};

constexpr auto kMarks = [] {
  std::array<MarkText, 256> marks{};
  for (size_t byte = 0; byte < 256; ++byte) marks[byte] = {{'\0', static_cast<char>(byte), 0, 0}};
  return marks;
}();

constexpr auto kReplacements = [] {
  std::array<MarkText, 10> marks{};
  for (size_t digit = 0; digit < 10; ++digit) {
    marks[digit] = {{'\0', static_cast<char>(Op::replacement), static_cast<char>('0' + digit), 0}};
  }
  return marks;
}();

using NamedMarks = std::array<MarkText, kNameIds>;

constexpr NamedMarks named_marks(Op op) {
  NamedMarks marks{};
  for (size_t name = 0; name < kNameIds; ++name) {
    const bool is_long = name >= kFirstLongName;
    marks[name] = {{'\0', static_cast<char>(op), is_long ? '\0' : static_cast<char>(name),
                    is_long ? static_cast<char>(0xa0 + (name - kFirstLongName)) : '\0'}};
  }
  return marks;
}

constexpr NamedMarks kInClass = named_marks(Op::in_class);
constexpr NamedMarks kNotInClass = named_marks(Op::not_in_class);
constexpr NamedMarks kDeferred = named_marks(Op::deferred);

// What a `$` and this character behind it are to a rule that needs no care.
struct Sign {
  enum class Kind : uint8_t { care, operand_free, replacement, named } kind = Kind::care;
  Op op = Op::none;
  bool has_symbol = false;
  uint16_t size = 0;
  const char* text = nullptr;
  const NamedMarks* named = nullptr;  // texts by name
};

// A LHS takes as it is written what is no operator there.
constexpr bool has_symbol(Op op) {
  return !op_facts(op).binds && op != Op::host && op != Op::deferred;
}

// Operators by a bit for each: their bytes differ in these five.
constexpr uint32_t bit_of(Op op) { return uint32_t{1} << (static_cast<unsigned>(op) & 31); }

template <typename... Ops>
constexpr uint32_t bits_of(Ops... ops) {
  return (bit_of(ops) | ...);
}

constexpr uint32_t kWildcards =
    bits_of(Op::zero_or_more, Op::one_or_more, Op::exactly_one, Op::in_class, Op::not_in_class);
constexpr uint32_t kLookups = bits_of(Op::map_begin, Op::host_begin);
// What line_rule.cc may have to tell something about.
constexpr uint32_t kCheckedOnLhs = bits_of(Op::replacement, Op::user, Op::call, Op::cond_if,
                                           Op::cond_fi, Op::map_end, Op::host_end) |
                                   kLookups;
constexpr uint32_t kCheckedOnRhs = kWildcards | kLookups;

constexpr auto kSigns = [] {
  std::array<Sign, 256> signs{};
  for (size_t c = 0; c < signs.size(); ++c) {
    const Op op = operator_of(static_cast<unsigned>(c));
    if (op == Op::none || op == Op::cond_if) continue;  // without a `$?`, `$|` and `$.` are tokens
    const char* const text = kMarks[static_cast<size_t>(op)].text;
    signs[c] = {Sign::Kind::operand_free, op, has_symbol(op), 2, text, nullptr};
  }
  for (size_t digit = 0; digit < 10; ++digit) {
    const char* const text = kReplacements[digit].text;
    signs['0' + digit] = {Sign::Kind::replacement, Op::replacement, true, 3, text, nullptr};
  }
  signs['='].named = &kInClass;
  signs['~'].named = &kNotInClass;
  signs['&'].named = &kDeferred;
  for (Sign& sign : signs) {
    if (sign.named != nullptr) sign.kind = Sign::Kind::named;
  }
  return signs;
}();

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The name at `at`, one character or a long one that is known, and where it ends; kNoName: it needs
// care.
NameId take_name(Names& names, const char*& at, const char* end) {
  if (at == end) return kNoName;
  if (is_name_char(*at)) return static_cast<uint8_t>(*at++);
  if (*at != '{') return kNoName;
  const char* const begin = ++at;
  while (at != end && is_name_char(*at)) ++at;
  const std::string_view name(begin, static_cast<size_t>(at - begin));
  if (at == end || *at != '}' || name.empty() || name.size() > kMaxNameBytes) return kNoName;
  ++at;
  if (name.size() == 1) return static_cast<uint8_t>(name[0]);
  // While there is room, a name that comes first here gets the number that it would get later.
  return names.count() < kMaxLongNames ? *names.add(name) : names.find(name);
}

// Of a replacement; $0 is too large for any LHS.
int number_of(char digit) { return digit == '0' ? kMaxWildcards + 1 : digit - '0'; }

bool is_plain_quoted(char c) {
  return static_cast<uint8_t>(c) < 0x80 && c != '\0' && c != '#' && c != '\\';
}

}  // namespace

void SimpleRules::learn_characters() {
  const CharTypes& types = *config_.char_types;
  const CharTable table = config_.level >= 9 ? CharTable::cf : CharTable::internal;
  level_ = config_.level;
  learnt_ = true;
  for (unsigned c = 1; c < 0x80; ++c) {
    switch (types.type(table, {static_cast<uint16_t>(c), 1})) {
      case CharType::atom:
        kinds_[c] = Kind::atom;
        break;
      case CharType::oper:
        kinds_[c] = types.plain_type(static_cast<char>(c)) == PlainType::oper ? Kind::oper
                                                                              : Kind::unplain_oper;
        break;
      case CharType::space:
        kinds_[c] = Kind::space;
        break;
      case CharType::quote:
        kinds_[c] = Kind::quote;
        break;
      default:
        kinds_[c] = Kind::care;
    }
  }
  kinds_['\t'] = Kind::tab;
  kinds_['$'] = Kind::dollar;
  kinds_['#'] = kinds_['\\'] = Kind::care;
}

bool SimpleRules::read(std::string_view line, ConfigRule& rule) {
  if (!config_.char_types || !config_.operators_unchanged || line.size() > kMaxSimple) return false;
  if (!learnt_ || level_ != config_.level) learn_characters();
  const Arena::Mark mark = config_.arena.mark();
  const std::string_view text = config_.arena.copy(line);
  const char* at = text.data();
  const char* const end = at + text.size();
  wants_expansion_ = false;
  ops_ = 0;
  wildcards_ = largest_ = 0;
  rule.lhs = read_side(at, end);
  const int wildcards = wildcards_;
  wants_checks_ = (ops_ & kCheckedOnLhs) != 0 || wildcards > kMaxWildcards;
  if (!rule.lhs.empty() && at != end) {
    while (at != end && *at == '\t') ++at;
    ops_ = 0;
    rule.rhs = read_side(at, end);
    wants_checks_ = wants_checks_ || (ops_ & kCheckedOnRhs) != 0 || largest_ > wildcards;
    // Names in the comment behind the rule are names, too.
    const auto rest = static_cast<size_t>(end - at);
    const bool names = rest > 0 && std::memchr(at, '$', rest) != nullptr;
    if (!rule.rhs.empty() && !names) return true;
  }
  config_.arena.release(mark);
  std::string expanded;
  return wants_expansion_ && expand_plain(line, expanded) && read(expanded, rule);
}

// Puts the values of `$x` into the line; false if one of them needs care.
bool SimpleRules::expand_plain(std::string_view line, std::string& out) const {
  for (size_t at = 0; at < line.size(); ++at) {
    const bool is_macro = line[at] == '$' && at + 1 < line.size() && is_letter(line[at + 1]);
    if (!is_macro) {
      out += line[at];
      // `$&x` and the like keep their name.
      const bool takes_more = line[at] == '$' && at + 2 < line.size();
      if (takes_more) out += line[++at];
      if (takes_more && (line[at] == '=' || line[at] == '~' || line[at] == '&')) out += line[++at];
      continue;
    }
    const auto value = config_.macro_value(static_cast<uint8_t>(line[++at]));
    // A side that becomes empty by it would end at other tabs.
    if (!value || value->empty()) return false;
    for (const char c : *value) {
      const Kind kind = kinds_[static_cast<uint8_t>(c)];
      const bool plain = kind == Kind::atom || kind == Kind::oper || kind == Kind::unplain_oper;
      if (!plain) return false;
    }
    out += *value;
  }
  return true;
}

inline SymbolId SimpleRules::symbol_of_single(const char* at) {
  const SymbolId known = config_.symbols.single(static_cast<uint8_t>(*at));
  return known != 0 ? known : config_.symbols.intern({at, 1});
}

// at: a `$`.
inline bool SimpleRules::read_mark(const char*& at, const char* end, std::string_view& text) {
  if (++at == end) return false;
  const Sign& sign = kSigns[static_cast<uint8_t>(*at)];
  if (sign.kind == Sign::Kind::care) {
    wants_expansion_ = is_letter(*at);
    return false;
  }
  ++at;
  text = {sign.text, sign.size};
  if (sign.named == nullptr) return true;
  const NameId name = take_name(config_.names, at, end);
  text = {(*sign.named)[name].text, size_t{name >= kFirstLongName ? 4U : 3U}};
  return name != kNoName;
}

inline SymbolId SimpleRules::symbol_of_sign(char c) {
  const Sign& sign = kSigns[static_cast<uint8_t>(c)];
  if (!sign.has_symbol) return 0;
  SymbolId& known = sign_symbols_[static_cast<uint8_t>(c)];
  if (known == 0) known = config_.symbols.intern({sign.text, sign.size});
  return known;
}

Tokens SimpleRules::read_side(const char*& at, const char* end) {
  const auto room = config_.arena.array<Token>(static_cast<size_t>(end - at));
  const Arena::Mark mark = config_.arena.mark();
  Token* out = room.data();
  const char* next = at;
  for (bool go_on = true; go_on && next != end;) {
    const char* const begin = next;
    switch (kinds_[static_cast<uint8_t>(*next)]) {
      case Kind::atom: {
        uint64_t hash = 0;
        do {
          hash = extend_hash(hash, *next++);
        } while (next != end && kinds_[static_cast<uint8_t>(*next)] == Kind::atom);
        const auto size = static_cast<size_t>(next - begin);
        if (size > kMaxTokenBytes) return {};
        const SymbolId symbol = config_.symbols.intern({begin, size}, hash);
        *out++ = {begin, symbol, static_cast<uint16_t>(size), Op::none, true, true};
        break;
      }
      case Kind::oper:
        *out++ = {next, symbol_of_single(next), 1, Op::none, false, true};
        ++next;
        break;
      case Kind::unplain_oper:
        *out++ = {next, symbol_of_single(next), 1, Op::none, false, false};
        ++next;
        break;
      case Kind::space:
        ++next;
        break;
      case Kind::tab:
        go_on = false;
        break;
      case Kind::dollar: {
        std::string_view text;
        if (!read_mark(next, end, text)) return {};
        const SymbolId symbol = symbol_of_sign(begin[1]);
        const auto op = static_cast<Op>(text[1]);
        ops_ |= bit_of(op);
        wildcards_ += op_facts(op).binds ? 1 : 0;
        if (op == Op::replacement) largest_ = std::max(largest_, number_of(text[2]));
        *out++ = {text.data(), symbol, static_cast<uint16_t>(text.size()), op, false, false};
        break;
      }
      case Kind::quote:
        if (!take_quoted(next, end, out)) return {};
        break;
      case Kind::care:
        return {};
    }
  }
  at = next;
  if (config_.arena.mark() == mark) config_.arena.give_back(out);  // no text came behind them
  return room.first(static_cast<size_t>(out - room.data()));
}

bool SimpleRules::take_quoted(const char*& at, const char* end, Token*& out) {
  const char* const begin = at;
  uint64_t hash = extend_hash(0, *at++);
  for (; at != end && *at != '"'; ++at) {
    const Kind kind = kinds_[static_cast<uint8_t>(*at)];
    if (kind == Kind::dollar) return take_marked_quoted(begin, at, end, out);
    if (kind == Kind::tab || !is_plain_quoted(*at)) return false;
    hash = extend_hash(hash, *at);
  }
  if (at == end) return false;
  hash = extend_hash(hash, *at++);
  return push_quoted({begin, static_cast<size_t>(at - begin)}, hash, out);
}

// The same from the first `$` on, which `at` is: with marks in the token.
bool SimpleRules::take_marked_quoted(const char* begin, const char*& at, const char* end,
                                     Token*& out) {
  std::string text(begin, at);
  while (at != end && *at != '"') {
    if (*at == '$') {
      std::string_view mark;
      if (!read_mark(at, end, mark)) return false;
      text += mark;
    } else if (*at != '\t' && is_plain_quoted(*at)) {
      text += *at++;
    } else {
      return false;
    }
  }
  if (at == end) return false;
  text += *at++;
  return push_quoted(config_.arena.copy(text), folded_hash(text), out);
}

bool SimpleRules::push_quoted(std::string_view text, uint64_t hash, Token*& out) {
  if (text.size() > kMaxTokenBytes) return false;
  const SymbolId symbol = config_.symbols.intern(text, hash);
  *out++ = {text.data(), symbol, static_cast<uint16_t>(text.size()), Op::none, false, false};
  return true;
}

void set_symbols(std::span<Token> tokens, const CharTypes& types, Symbols& symbols) {
  for (Token& token : tokens) {
    if (!has_symbol(token.op)) continue;
    token.symbol = symbols.intern(token.text());
    token.plain = is_plain(token, types);
  }
}

}  // namespace rules
