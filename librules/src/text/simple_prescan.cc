// See simple_prescan.h.

#include "text/simple_prescan.h"

#include "text/prescan.h"

namespace rules {

namespace {

// No longer text can come to a limit: half of the text's, a token for each character.
constexpr size_t kMaxSimple = kRuleTextBytes / 2;
static_assert(kMaxSimple <= kMaxTokens);

const char* end_of_atom(const char* at, const char* end, const CharTypes& types, uint64_t& hash) {
  uint64_t extended = 0;
  do {
    extended = extend_hash(extended, *at);
  } while (++at < end && types.plain_type(*at) == PlainType::atom);
  hash = extended;
  return at;
}

}  // namespace

bool simple_prescan(std::string_view input, const CharTypes& types, const Symbols* symbols,
                    Arena& arena, TokenBuffer& out) {
  if (input.empty()) return true;
  if (input.size() > kMaxSimple) return false;
  const std::string_view text = arena.copy(input);
  const char* const end = text.data() + text.size();
  const size_t before = out.size();
  out.make_room(text.size());
  const auto give_over = [&] {
    out.resize_down(before);
    return false;
  };
  int open = 0;  // angle brackets
  for (const char* at = text.data(); at < end;) {
    const char* const begin = at;
    const PlainType type = types.plain_type(*at);
    if (type == PlainType::atom) {
      uint64_t hash = 0;
      at = end_of_atom(at, end, types, hash);
      const std::string_view atom(begin, static_cast<size_t>(at - begin));
      if (atom.size() > kMaxTokenBytes) return give_over();
      const SymbolId symbol = symbols == nullptr ? 0 : symbols->find(atom, hash);
      *out.push_unchecked() = {begin,    symbol, static_cast<uint16_t>(atom.size()),
                               Op::none, true,   true};
      continue;
    }
    ++at;
    if (type == PlainType::space) continue;
    if (type == PlainType::other) return give_over();
    if (type == PlainType::less) ++open;
    if (type == PlainType::greater && --open < 0) return give_over();
    const SymbolId symbol =
        symbols == nullptr ? 0 : symbols->single(static_cast<unsigned char>(*begin));
    const bool plain = type == PlainType::oper;
    *out.push_unchecked() = {begin, symbol, 1, Op::none, false, plain};
  }
  return open == 0 || give_over();
}

bool is_plain(const Token& token, const CharTypes& types) {
  const PlainType first = types.plain_type(token.text()[0]);
  if (token.text().size() == 1 && first == PlainType::oper) return true;
  if (token.text().size() > kMaxTokenBytes) return false;
  for (const char c : token.text()) {
    if (types.plain_type(c) != PlainType::atom) return false;
  }
  return true;
}

}  // namespace rules
