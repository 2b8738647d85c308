// Tokenizes any bytes with any table, delimiter and mode.
//
// First byte: table, repair, delimiter; second: what characters are operators besides. A NUL of the
// rest marks the next byte as an operator, so that all of marked text is reached.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "text/prescan.h"
#include "text/simple_prescan.h"

using namespace rules;

namespace {

class Listener final : public PrescanListener {
 public:
  size_t heard = 0;
  void prescan_problem(PrescanProblem problem, std::string_view) override {
    heard += prescan_problem_text(problem).size();
  }
};

}  // namespace

namespace {

// What simple_prescan() does not leave alone has the tokens of prescan().
void compare_simple(std::string_view input, const CharTypes& types, const Symbols& symbols) {
  Arena arena;
  TokenBuffer fast;
  if (!simple_prescan(input, types, &symbols, arena, fast)) return;
  ArenaVector<Token> slow(arena);
  Listener listener;
  const bool ok = prescan(input, types, {}, &symbols, arena, slow, &listener).ok;
  if (!ok || listener.heard > 0 || slow.size() != fast.size()) std::abort();
  for (std::size_t i = 0; i < slow.size(); ++i) {
    if (slow[i].text() != fast[i].text() || slow[i].symbol != fast[i].symbol) std::abort();
    if (slow[i].op != fast[i].op || slow[i].atom != fast[i].atom) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  PrescanMode mode;
  mode.table = static_cast<CharTable>(data[0] % 3);
  mode.repair = (data[0] & 4) != 0;
  mode.delimiter = (data[0] & 8) != 0 ? ',' : '\0';
  mode.max_text = (data[0] & 16) != 0 ? kCfTextBytes : kRuleTextBytes;
  const CharTypes types((data[1] & 1) != 0 ? ".:%@!^/[]+" : ".:@[]");
  const std::string_view input(reinterpret_cast<const char*>(data) + 2, size - 2);

  Arena arena;
  ArenaVector<Token> tokens(arena);
  Symbols symbols;
  symbols.intern("local");
  Listener listener;
  const PrescanResult result = prescan(input, types, mode, &symbols, arena, tokens, &listener);
  if (result.consumed > input.size() || tokens.size() > kMaxTokens) std::abort();
  if (!result.ok && listener.heard == 0) std::abort();
  size_t characters = 0;
  for (const Token& token : tokens) {
    if (token.text().empty()) std::abort();
    characters += token.text().size();
  }
  if (characters > 2 * mode.max_text) std::abort();
  std::string joined;
  join_tokens(tokens.span(), ' ', joined);
  compare_simple(input, types, symbols);
  return 0;
}
