// See simple_rule.h.

#include "cf/simple_rule.h"

#include <cstring>

#include "text/prescan.h"
#include "text/simple_prescan.h"

namespace rules {

namespace {

// No longer line can come to a limit but that of a token.
constexpr size_t kMaxSimple = 1000;
static_assert(kMaxSimple <= kMaxTokens && 2 * kMaxSimple <= kMaxExpanded &&
              2 * kMaxSimple <= kCfTextBytes);

// The operators that are written as `$` and one character, by that character. Those of conditionals
// are none without a `$?`.
constexpr auto kSigns = [] {
  std::array<Op, 128> signs{};
#define OP(name, byte, sign, least, binds) \
  if (sign != 0) signs[sign] = Op::name;
#include "text/ops.def"
#undef OP
  signs['?'] = Op::none;
  return signs;
}();

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

const NamedMarks* named_marks_of(Op op) {
  switch (op) {
    case Op::in_class:
      return &kInClass;
    case Op::not_in_class:
      return &kNotInClass;
    case Op::deferred:
      return &kDeferred;
    default:
      return nullptr;
  }
}

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The name at `at`, one character or a long one that is known, and where it ends; kNoName: it needs
// care.
NameId take_name(const Names& names, const char*& at, const char* end) {
  if (at == end) return kNoName;
  if (is_name_char(*at)) return static_cast<uint8_t>(*at++);
  if (*at != '{') return kNoName;
  const char* const begin = ++at;
  while (at != end && is_name_char(*at)) ++at;
  const std::string_view name(begin, static_cast<size_t>(at - begin));
  if (at == end || *at != '}' || name.empty() || name.size() > kMaxNameBytes) return kNoName;
  ++at;
  return name.size() == 1 ? static_cast<uint8_t>(name[0]) : names.find(name);
}

// A LHS takes as it is written what is no operator there.
bool has_symbol(Op op) { return !op_facts(op).binds && op != Op::host && op != Op::deferred; }

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
        kinds_[c] = Kind::oper;
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
  if (read_side(at, end) && at != end && !tokens_.empty()) {
    rule.lhs = keep();
    while (at != end && *at == '\t') ++at;
    const bool read_all = read_side(at, end) && !tokens_.empty();
    // Names in the comment behind the rule are names, too.
    const auto rest = static_cast<size_t>(end - at);
    if (read_all && (rest == 0 || std::memchr(at, '$', rest) == nullptr)) {
      rule.rhs = keep();
      return true;
    }
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
    const auto& value = config_.macros[static_cast<uint8_t>(line[++at])];
    if (!value) continue;
    for (const char c : *value) {
      const Kind kind = kinds_[static_cast<uint8_t>(c)];
      if (kind != Kind::atom && kind != Kind::oper) return false;
    }
    out += *value;
  }
  return true;
}

// The tokens up to a tab or the end.
bool SimpleRules::read_side(const char*& at, const char* end) {
  tokens_.clear();
  tokens_.make_room(static_cast<size_t>(end - at));
  while (at != end) {
    const char* const begin = at;
    switch (kinds_[static_cast<uint8_t>(*at)]) {
      case Kind::atom: {
        uint64_t hash = 0;
        do {
          hash = extend_hash(hash, *at++);
        } while (at != end && kinds_[static_cast<uint8_t>(*at)] == Kind::atom);
        if (static_cast<size_t>(at - begin) > kMaxTokenBytes) return false;
        push_atom(begin, at, hash);
        break;
      }
      case Kind::oper:
        push_single(at++);
        break;
      case Kind::space:
        ++at;
        break;
      case Kind::tab:
        return true;
      case Kind::dollar:
        if (!take_dollar(at, end)) return false;
        break;
      case Kind::quote:
        if (!take_quoted(at, end)) return false;
        break;
      case Kind::care:
        return false;
    }
  }
  return true;
}

bool SimpleRules::take_dollar(const char*& at, const char* end) {
  if (++at == end) return false;
  const char c = *at;
  if (c >= '0' && c <= '9') {
    push_replacement(c);
    ++at;
    return true;
  }
  const Op op =
      static_cast<uint8_t>(c) < kSigns.size() ? kSigns[static_cast<uint8_t>(c)] : Op::none;
  if (op == Op::none) {
    wants_expansion_ = is_letter(c);
    return false;
  }
  ++at;
  if (named_marks_of(op) != nullptr) return take_named(op, at, end);
  push_mark(op);
  return true;
}

bool SimpleRules::take_named(Op op, const char*& at, const char* end) {
  const NameId name = take_name(config_.names, at, end);
  if (name == kNoName) return false;
  const uint16_t size = name >= kFirstLongName ? 4 : 3;
  *tokens_.push_unchecked() = {(*named_marks_of(op))[name].text, 0, size, op, false, false};
  return true;
}

bool SimpleRules::take_quoted(const char*& at, const char* end) {
  const char* const begin = at;
  uint64_t hash = extend_hash(0, *at++);
  for (; at != end && *at != '"'; ++at) {
    const auto c = static_cast<uint8_t>(*at);
    if (c >= 0x80 || c == '\0' || c == '\t' || c == '$' || c == '#' || c == '\\') return false;
    hash = extend_hash(hash, *at);
  }
  if (at == end) return false;
  hash = extend_hash(hash, *at++);
  const std::string_view text(begin, static_cast<size_t>(at - begin));
  if (text.size() > kMaxTokenBytes) return false;
  *tokens_.push_unchecked() = {begin,
                               config_.symbols.intern(text, hash),
                               static_cast<uint16_t>(text.size()),
                               Op::none,
                               false,
                               false};
  return true;
}

void SimpleRules::push_atom(const char* begin, const char* end, uint64_t hash) {
  const std::string_view text(begin, static_cast<size_t>(end - begin));
  *tokens_.push_unchecked() = {
      begin, config_.symbols.intern(text, hash), static_cast<uint16_t>(text.size()), Op::none, true,
      true};
}

void SimpleRules::push_single(const char* at) {
  const auto c = static_cast<uint8_t>(*at);
  SymbolId symbol = config_.symbols.single(c);
  if (symbol == 0) symbol = config_.symbols.intern({at, 1});
  const bool plain = config_.char_types->plain_type(*at) == PlainType::oper;
  *tokens_.push_unchecked() = {at, symbol, 1, Op::none, false, plain};
}

void SimpleRules::push_mark(Op op) {
  const char* const text = kMarks[static_cast<size_t>(op)].text;
  SymbolId symbol = 0;
  if (has_symbol(op)) {
    SymbolId& known = mark_symbols_[static_cast<size_t>(op)];
    if (known == 0) known = config_.symbols.intern({text, 2});
    symbol = known;
  }
  *tokens_.push_unchecked() = {text, symbol, 2, op, false, false};
}

void SimpleRules::push_replacement(char digit) {
  const auto number = static_cast<size_t>(digit - '0');
  const char* const text = kReplacements[number].text;
  SymbolId& symbol = replacement_symbols_[number];
  if (symbol == 0) symbol = config_.symbols.intern({text, 3});
  *tokens_.push_unchecked() = {text, symbol, 3, Op::replacement, false, false};
}

Tokens SimpleRules::keep() {
  const auto kept = config_.arena.array<Token>(tokens_.size());
  std::memcpy(static_cast<void*>(kept.data()), tokens_.data(), kept.size_bytes());
  return kept;
}

void set_symbols(std::span<Token> tokens, const CharTypes& types, Symbols& symbols) {
  for (Token& token : tokens) {
    if (!has_symbol(token.op)) continue;
    token.symbol = symbols.intern(token.text());
    token.plain = is_plain(token, types);
  }
}

}  // namespace rules
