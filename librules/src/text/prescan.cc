// See prescan.h.

#include "text/prescan.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

namespace rules {

namespace {

// The reference's tokenizer as a machine: what a trace shows of it.
//
// A token that ends with the character before is told when the next one is looked at.
class StepTeller {
 public:
  // listener NULL: nobody wants to know.
  explicit StepTeller(PrescanListener* listener) : listener_(listener) {}

  void character(MarkedChar c) {
    if (listener_ == nullptr) return;
    listener_->prescan_step({PrescanStep::Kind::character, byte_of(c), state_});
  }

  void step(CharType type) {
    if (listener_ == nullptr) return;
    const int next = kNext[state_][column(type)];
    listener_->prescan_step({PrescanStep::Kind::state, 0, next});
    state_ = next & kStateBits;
    if ((next & kEndsToken) != 0) tell_held();
  }

  // now: else with the end of the next step.
  void token(std::string_view text, bool now) {
    if (listener_ == nullptr) return;
    held_ = text;
    if (now) tell_held();
  }

  void tell_held() {
    if (!held_.empty()) listener_->prescan_step({PrescanStep::Kind::token, 0, 0, held_});
    held_ = {};
  }

 private:
  static constexpr int kStateBits = 07;
  static constexpr int kEndsToken = 040;
  // Of an operator, an atom, a quoted string, white space, what takes the next character.
  static constexpr uint8_t kNext[5][5] = {{040, 041, 042, 063, 044},
                                          {040, 001, 042, 063, 044},
                                          {002, 002, 000, 002, 002},
                                          {000, 001, 002, 023, 004},
                                          {000, 000, 000, 000, 000}};

  static uint8_t byte_of(MarkedChar c) { return static_cast<uint8_t>(c.code & 0xff); }

  static int column(CharType type) {
    switch (type) {
      case CharType::atom:
        return 1;
      case CharType::quote:
        return 2;
      case CharType::space:
      case CharType::comment_begin:
      case CharType::comment_end:
        return 3;
      case CharType::oper_and_next:
        return 4;
      case CharType::oper:
        break;
    }
    return 0;
  }

  PrescanListener* listener_;
  int state_ = 1;  // an atom
  std::string_view held_;
};

class Prescanner {
 public:
  Prescanner(std::string_view input, const CharTypes& types, const PrescanMode& mode,
             const Symbols* symbols, Arena& arena, ArenaVector<Token>& out,
             PrescanListener* listener)
      : input_(input),
        types_(types),
        mode_(mode),
        symbols_(symbols),
        out_(out),
        listener_(listener),
        teller_(mode.tells_steps ? listener : nullptr),
        first_token_(out.size()),
        // Every byte of the input is copied at most once; repairs add a `>` for each `<`.
        text_(arena.array<char>(std::min(input.size() * 2 + kRepairBytes, mode.max_text * 2))
                  .data()) {}

  PrescanResult run() {
    MarkedChar c;
    while (take_atom(), next(c)) {
      if (!take(c)) return {false, input_.size()};
    }
    if (!end_token(true)) return {false, input_.size()};
    return {true, at_};
  }

 private:
  // A missing quote, twice after a backslash.
  static constexpr size_t kRepairBytes = 8;

  void report(PrescanProblem problem) {
    if (listener_ != nullptr) listener_->prescan_problem(problem, input_);
  }

  bool fail(PrescanProblem problem) {
    report(problem);
    return false;
  }

  // Characters of an atom that no state concerns, in one go.
  void take_atom() {
    if (takes_next_ || backslash_ || in_quote_ || comment_depth_ > 0) return;
    if (mode_.tells_steps) return;  // of each character
    size_t end = at_;
    while (end < input_.size() && types_.plain_type(input_[end]) == PlainType::atom &&
           input_[end] != mode_.delimiter) {
      ++end;
    }
    const size_t size = end - at_;
    if (size == 0 || used_ + size > mode_.max_text) return;
    std::memcpy(text_ + written_, input_.data() + at_, size);
    written_ += size;
    used_ += size;
    token_characters_ += size;
    at_ = end;
  }

  bool at_delimiter() const {
    return mode_.delimiter != '\0' && input_[at_] == mode_.delimiter && !in_quote_ &&
           comment_depth_ == 0 &&
           (angle_depth_ <= 0 || (mode_.repair && !in_route_ && mode_.delimiter != ':'));
  }

  // The next character, or the closer that is missing at the end; false at the end.
  bool next(MarkedChar& c) {
    const bool end = at_ >= input_.size();
    if (!end && !at_delimiter()) {
      c = marked_char(input_, at_);
      at_ += c.size;
      teller_.character(c);
      return true;
    }
    if (!mode_.repair) return false;
    if (in_quote_) return supply('"', PrescanProblem::unbalanced_quote, c);
    if (comment_depth_ > 0) return supply(')', PrescanProblem::unbalanced_open, c);
    if (angle_depth_ > 0) return supply('>', PrescanProblem::unbalanced_less, c);
    return false;
  }

  bool supply(char closer, PrescanProblem problem, MarkedChar& c) {
    report(problem);
    c = {static_cast<uint8_t>(closer), 1};
    teller_.character(c);
    return true;
  }

  bool take(MarkedChar c) {
    if (backslash_) return take_escaped(c);
    if (operand_escaped_ && !end_operand()) return false;
    if (c.code == '\\') {
      backslash_ = true;
      operand_escaped_ = std::exchange(takes_next_, false);
      teller_.step(CharType::atom);
      return true;
    }
    if (in_quote_) return take_quoted(c);
    const CharType type = types_.type(mode_.table, c);
    if (type == CharType::comment_begin || comment_depth_ > 0) return take_comment(c, type);
    if (takes_next_) return take_operand(c);
    switch (type) {
      case CharType::space:
        teller_.step(type);
        return end_token(true);
      case CharType::quote:
        teller_.step(type);
        if (!end_token(true)) return false;
        in_quote_ = true;
        return add(c);
      case CharType::comment_end:
        return stray_close();
      case CharType::oper:
        return take_operator(c);
      case CharType::oper_and_next:
        teller_.step(type);
        if (!end_token(true)) return false;
        takes_next_ = true;
        return add(c);
      default:
        teller_.step(CharType::atom);
        return add(c);
    }
  }

  bool take_operand(MarkedChar c) {
    takes_next_ = false;
    teller_.step(CharType::atom);
    return add(c) && end_token(false);
  }

  // A backslash and what follows it is all of an operand.
  bool end_operand() {
    operand_escaped_ = false;
    return end_token(false);
  }

  bool take_escaped(MarkedChar c) {
    backslash_ = false;
    if (comment_depth_ > 0) return true;
    if (c.code == '!' && !in_quote_) return take(c);  // \! is a plain !, an operator perhaps
    return add({'\\', 1}) && add(c);
  }

  bool take_quoted(MarkedChar c) {
    teller_.step(c.code == '"' ? CharType::quote : CharType::atom);
    if (!add(c)) return false;
    if (c.code != '"') return true;
    in_quote_ = false;
    return end_token(false);
  }

  bool take_comment(MarkedChar c, CharType type) {
    if (type == CharType::comment_begin) {
      ++comment_depth_;
      return takes_next_ || end_token(false);
    }
    if (type != CharType::comment_end) return true;
    --comment_depth_;
    // What ends a comment is white space, but where an operator takes it.
    if (takes_next_ && comment_depth_ == 0) return take_operand(c);
    teller_.step(CharType::space);
    return true;
  }

  // Dropped: as if it were not there when that is told, as white space when it is not.
  bool stray_close() {
    if (!mode_.repair) {
      teller_.step(CharType::space);
      return end_token(true);
    }
    report(PrescanProblem::unbalanced_close);
    return true;
  }

  bool take_operator(MarkedChar c) {
    if (c.code == '<') open_angle();
    if (c.code == '>' && angle_depth_ > 0) {
      --angle_depth_;
      in_route_ = false;  // of whichever < it was
    } else if (c.code == '>' && mode_.repair) {
      report(PrescanProblem::unbalanced_greater);
      return true;  // as if it were not there: its neighbours may become one token
    }
    teller_.step(CharType::oper);
    return end_token(true) && add(c) && end_token(false);
  }

  void open_angle() {
    ++angle_depth_;
    size_t peek = at_;
    while (peek < input_.size() &&
           types_.type(mode_.table, marked_char(input_, peek)) == CharType::space) {
      ++peek;
    }
    if (peek < input_.size() && input_[peek] == '@') in_route_ = true;
  }

  bool add(MarkedChar c) {
    if (used_ >= mode_.max_text) return fail(PrescanProblem::text_too_long);
    ++used_;
    ++token_characters_;
    if (c.size == 2) {
      text_[written_++] = '\0';
      text_[written_++] = static_cast<char>(c.code & 0xff);
    } else {
      text_[written_++] = static_cast<char>(c.code == 0xff ? 0x7f : c.code);  // as the reference
    }
    return true;
  }

  // told: a trace has the token now, not with the next character.
  bool end_token(bool told) {
    if (written_ == token_begin_) {
      if (told) teller_.tell_held();
      return true;
    }
    const std::string_view text(text_ + token_begin_, written_ - token_begin_);
    token_begin_ = written_;
    teller_.token(text, told);
    ++used_;  // the reference's texts end in a NUL each
    if (std::exchange(token_characters_, 0) > kMaxTokenBytes)
      return fail(PrescanProblem::token_too_long);
    if (out_.size() - first_token_ >= kMaxTokens) return fail(PrescanProblem::too_many_tokens);
    out_.push_back(make_token(text, types_, symbols_));
    return true;
  }

  std::string_view input_;
  const CharTypes& types_;
  const PrescanMode& mode_;
  const Symbols* symbols_;
  ArenaVector<Token>& out_;
  PrescanListener* listener_;
  StepTeller teller_;
  size_t first_token_;
  char* text_;
  size_t written_ = 0;
  size_t token_begin_ = 0;
  size_t used_ = 0;              // of mode_.max_text
  size_t token_characters_ = 0;  // of the token at work; a mark is one
  size_t at_ = 0;
  int comment_depth_ = 0;
  int angle_depth_ = 0;
  bool in_route_ = false;
  bool in_quote_ = false;
  bool backslash_ = false;
  bool takes_next_ = false;
  bool operand_escaped_ = false;
};

// Does the text of some first tokens have `limit` characters, and a blank behind it?
bool blank_follows_at(size_t limit, Tokens tokens, char blank) {
  size_t size = 0;
  for (size_t i = 0; i + 1 < tokens.size() && size <= limit; ++i) {
    size += tokens[i].size;
    const bool apart = blank != '\0' && tokens[i].atom && tokens[i + 1].atom;
    if (apart && size == limit) return true;
    size += apart ? 1 : 0;
  }
  return false;
}

}  // namespace

std::string_view prescan_problem_text(PrescanProblem problem) {
  switch (problem) {
    case PrescanProblem::none:
      return "";
    case PrescanProblem::unbalanced_quote:
      return "Unbalanced '\"'";
    case PrescanProblem::unbalanced_open:
      return "Unbalanced '('";
    case PrescanProblem::unbalanced_close:
      return "Unbalanced ')'";
    case PrescanProblem::unbalanced_less:
      return "Unbalanced '<'";
    case PrescanProblem::unbalanced_greater:
      return "Unbalanced '>'";
    case PrescanProblem::too_many_tokens:
      return "prescan: too many tokens";
    case PrescanProblem::token_too_long:
      return "prescan: token too long";
    case PrescanProblem::text_too_long:
      return "Address too long";
  }
  return "";
}

PrescanResult prescan(std::string_view input, const CharTypes& types, const PrescanMode& mode,
                      const Symbols* symbols, Arena& arena, ArenaVector<Token>& out,
                      PrescanListener* listener) {
  return Prescanner(input, types, mode, symbols, arena, out, listener).run();
}

Token make_token(std::string_view text, const CharTypes& types, const Symbols* symbols) {
  const MarkedChar first = marked_char(text, 0);
  return {text.data(),
          symbols == nullptr ? SymbolId{0} : symbols->find(text, folded_hash(text)),
          static_cast<uint16_t>(text.size()),
          first.op(),
          types.joins_with_blank(first),
          false};
}

void join_tokens(Tokens tokens, char blank, std::string& out) {
  size_t bytes = tokens.size();  // the blanks, perhaps
  for (const Token& token : tokens) bytes += token.text().size();
  const size_t before = out.size();
  out.resize(before + bytes);
  char* to = out.data() + before;
  bool previous_atom = false;
  for (const Token& token : tokens) {
    if (previous_atom && token.atom && blank != '\0') *to++ = blank;
    const std::string_view text = token.text();
    if (text.size() == 1) {
      *to++ = text[0];
    } else {
      std::memcpy(to, text.data(), text.size());
      to += text.size();
    }
    previous_atom = token.atom;
  }
  out.resize(static_cast<size_t>(to - out.data()));
}

void join_up_to(size_t limit, Tokens tokens, char blank, std::string& out) {
  out.clear();
  join_tokens(tokens, blank, out);
  if (out.size() <= limit) return;
  out.resize(cut_marked(out, limit).size());
  if (blank_follows_at(limit, tokens, blank)) out += blank;
}

}  // namespace rules
