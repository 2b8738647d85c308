// prescan: text into tokens, as the reference's tokenizer does it.
//
// Comments, quotes, backslashes, angle brackets and the repairs of unbalanced ones: spec of the
// language, "Tokenizer".
//
// Tested by tests/unit/prescan_test.cc, tests/fuzz/fuzz_prescan.cc, tests/cases/bt/tok_*.
#ifndef LIBRULES_TEXT_PRESCAN_H
#define LIBRULES_TEXT_PRESCAN_H

#include <string_view>

#include "text/arena.h"
#include "text/char_types.h"
#include "text/symbols.h"
#include "text/token.h"

namespace rules {

inline constexpr size_t kMaxTokens = 1000;      // of a workspace, a LHS or a RHS
inline constexpr size_t kMaxTokenBytes = 256;   // of one token
inline constexpr size_t kRuleTextBytes = 1250;  // of the tokens of a workspace, each with a NUL
inline constexpr size_t kCfTextBytes = 3042;    // the same of one side of a rule

enum class PrescanProblem : uint8_t {
  none,
  unbalanced_quote,
  unbalanced_open,     // (
  unbalanced_close,    // )
  unbalanced_less,     // <
  unbalanced_greater,  // >
  too_many_tokens,     // this one and the next two end the tokenization: no tokens
  token_too_long,
  text_too_long,
};

// In the reference's words.
std::string_view prescan_problem_text(PrescanProblem problem);

// What the tokenizer does next, for a trace.
struct PrescanStep {
  enum class Kind : uint8_t {
    character,  // it looks at one, in the state `state`
    state,      // which makes the state this one
    token,      // a token is whole
  } kind;
  uint8_t byte = 0;
  int state = 0;  // in the reference's numbers
  std::string_view token = {};
};

// Hears of each repair, of the failure, and of each step if the mode says so.
class PrescanListener {
 public:
  virtual void prescan_problem(PrescanProblem problem, std::string_view input) = 0;
  virtual void prescan_step(const PrescanStep&) {}

 protected:
  ~PrescanListener() = default;
};

struct PrescanMode {
  CharTable table = CharTable::external;
  bool repair = true;  // false: nothing is diagnosed or repaired (rules of a cf)
  char delimiter =
      '\0';  // ends the input when outside of quotes, comments and routes; `:` outside of <>, too
  size_t max_text = kRuleTextBytes;
  bool tells_steps = false;
};

struct PrescanResult {
  bool ok;          // false: failed; the tokens are those before the one that could not be
  size_t consumed;  // bytes of input up to the delimiter or the end
};

// Tokenizes `input` (marked text) and appends the tokens to `out`. Their texts live in `arena`.
// symbols may be NULL: then every token's symbol is 0. listener may be NULL.
PrescanResult prescan(std::string_view input, const CharTypes& types, const PrescanMode& mode,
                      const Symbols* symbols, Arena& arena, ArenaVector<Token>& out,
                      PrescanListener* listener);

// A token of this text, which must stay where it is.
Token make_token(std::string_view text, const CharTypes& types, const Symbols* symbols);

// Appends the tokens, joined as the reference joins them: `blank` between two neighbours that both
// begin with an atom character, nothing otherwise. '\0' as blank: nothing at all.
void join_tokens(Tokens tokens, char blank, std::string& out);

// The same into `out`, no more than `limit` characters. The blank behind the last one stays, as in
// the reference.
void join_up_to(size_t limit, Tokens tokens, char blank, std::string& out);

}  // namespace rules

#endif
