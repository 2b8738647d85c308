// See trace_writer.h.

#include "trace/trace_writer.h"

#include "text/printable.h"
#include "text/reading_text.h"
#include "trace/address_text.h"
#include "trace/problem_text.h"

namespace rules {

namespace {

// The categories and levels of the reference at which a line is printed.
constexpr int kRewrite = 21;
constexpr int kLoop = 1;
constexpr int kDeferred = 2;
constexpr int kSkipped = 3;
constexpr int kRewritten = 4;
constexpr int kRuleFails = 10;
constexpr int kRuleTried = 12;
constexpr int kRuleLines = 15;  // the rule's line; what $1 stands for
constexpr int kDeferredTokens = 19;
constexpr int kMatchAdvances = 35;
constexpr int kMatchSteps = 36;
constexpr int kAddress = 24;
constexpr int kAddressTokens = 5;
constexpr int kCheck = 48;
constexpr int kCheckRuleset = 2;
constexpr int kJoin = 59;
constexpr int kJoinPhrases = 14;
constexpr int kLookup = 60;
constexpr int kLookupAnswer = 1;
constexpr int kLookupSuffix = 4;
constexpr int kLookupArguments = 5;

// A ruleset's name in the 16 columns that input and returns lines have for it.
std::string column(std::string_view name, bool right_label) {
  constexpr size_t kColumn = 16;
  std::string out(name.substr(0, kColumn));
  out.resize(kColumn, ' ');
  return out + (right_label ? " returns:" : "   input:");
}

// Bytes as they are; a mark is the byte that the reference has for it.
void append_bytes(std::string_view text, std::string& out) {
  for (size_t at = 0; at < text.size();) {
    const MarkedChar c = marked_char(text, at);
    out += static_cast<char>(c.code & 0xff);
    at += c.size;
  }
}

// What is no printable ASCII as a backslash and three octal digits.
void append_octal(std::string_view text, std::string& out) {
  std::string bytes;
  append_bytes(text, bytes);
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    if (c == '\\') out += c;
    if (byte >= 0x20 && byte < 0x7f) {
      out += c;
      continue;
    }
    out += '\\';
    for (const int shift : {6, 3, 0}) out += static_cast<char>('0' + ((byte >> shift) & 7));
  }
}

std::string_view step_label(MatchStep step) {
  switch (step) {
    case MatchStep::advance:
      return "ADVANCE rp=";
    case MatchStep::backup:
      return "BACKUP  rp=";
    case MatchStep::extend:
      return "EXTEND  rp=";
    case MatchStep::class_match:
      return "CLMATCH";
  }
  return "";
}

}  // namespace

void TraceWriter::line(TraceKind kind, std::string_view text, bool ends_line, int exit_status) {
  TracePiece piece;
  piece.kind = kind;
  if (!places_.empty()) {
    piece.ruleset = places_.back().ruleset->name;
    piece.line = places_.back().line;
  }
  piece.text = text;
  piece.ends_line = ends_line;
  piece.exit_status = exit_status;
  sink_.write(piece);
  stale_error_ = 0;
}

void TraceWriter::tokens_line(TraceKind kind, std::string_view label, Tokens tokens) {
  text_ = label;
  append_printable_tokens(tokens, names_, text_);
  line(kind, text_);
}

// A ruleset that is given up has no returns line, so the innermost place may be another's.
void TraceWriter::leave(const Ruleset& ruleset) {
  while (!places_.empty()) {
    const bool found = places_.back().ruleset == &ruleset;
    places_.pop_back();
    if (found) return;
  }
}

void TraceWriter::ruleset_input(const Ruleset& ruleset, Tokens tokens) {
  places_.push_back({&ruleset, 0});
  tokens_line(TraceKind::input, column(ruleset.name, false), tokens);
}

void TraceWriter::ruleset_returns(const Ruleset& ruleset, Tokens tokens) {
  tokens_line(TraceKind::returns, column(ruleset.name, true), tokens);
  leave(ruleset);
}

void TraceWriter::rule_tried(const Ruleset& ruleset, const Rule& rule) {
  while (places_.size() > 1 && places_.back().ruleset != &ruleset) places_.pop_back();
  if (!places_.empty()) places_.back().line = rule.line;
  if (wants(kRewrite, kRuleLines)) {
    const uint32_t line = rule.no_lhs ? 0 : rule.line;
    tokens_line(TraceKind::rule, "-----trying rule (line " + std::to_string(line) + "):", rule.lhs);
  } else if (wants(kRewrite, kRuleTried)) {
    tokens_line(TraceKind::rule, "-----trying rule:", rule.lhs);
  }
}

void TraceWriter::rule_failed(const Rule&) {
  if (wants(kRewrite, kRuleFails)) line(TraceKind::rule, "----- rule fails");
}

void TraceWriter::rule_matched(const Rule& rule) {
  if (!places_.empty()) places_.back().line = rule.line;
  if (wants(kRewrite, kRuleTried)) tokens_line(TraceKind::rule, "-----rule matches:", rule.rhs);
}

// The reference prints where each token lies in its memory; here every address is 0.
void TraceWriter::replacement_used(int number, Tokens tokens) {
  if (!wants(kRewrite, kRuleLines)) return;
  text_ = "$" + std::to_string(number) + ":";
  for (const Token& token : tokens) {
    text_ += " 0x0=\"";
    append_bytes(token.text(), text_);
    text_ += '"';
  }
  line(TraceKind::rule, text_);
}

void TraceWriter::rewritten(const Rule& rule, Tokens tokens) {
  if (!places_.empty()) places_.back().line = rule.line;
  if (wants(kRewrite, kRewritten)) tokens_line(TraceKind::rule, "rewritten as:", tokens);
}

void TraceWriter::call_skipped(std::string_view name, int number) {
  if (!wants(kRewrite, kSkipped)) return;
  text_ = "-----skip subr ";
  text_ += name;
  text_ += " (" + std::to_string(number) + ")";
  line(TraceKind::rule, text_);
}

void TraceWriter::deferred_macro(bool rhs, NameId name, const std::string_view* value) {
  if (!wants(kRewrite, kDeferred)) return;
  text_ = rhs ? "rewrite: RHS $&" : "rewrite: LHS $&";
  text_ += printable_name(name, names_) + " => \"";
  append_bytes(value == nullptr ? "(NULL)" : *value, text_);
  text_ += '"';
  line(TraceKind::rule, text_);
}

void TraceWriter::deferred_tokens(Tokens tokens) {
  if (!wants(kRewrite, kDeferredTokens)) return;
  for (const Token& token : tokens) {
    text_ = " ... ";
    append_bytes(token.text(), text_);
    line(TraceKind::rule, text_);
  }
  line(TraceKind::rule, " ... DONE");
}

void TraceWriter::match_step(MatchStep step, const Token* item, const Token* token) {
  if (!wants(kRewrite, step == MatchStep::advance ? kMatchAdvances : kMatchSteps)) return;
  text_ = step_label(step);
  if (step != MatchStep::class_match) {
    if (item == nullptr) text_ += "<null>";
    if (item != nullptr) append_printable(item->text(), names_, text_);
    text_ += ", ap=";
    if (token == nullptr) text_ += "<null>";
    if (token != nullptr) append_printable(token->text(), names_, text_);
  }
  line(TraceKind::rule, text_);
}

void TraceWriter::macro_set(std::string_view name, const std::string_view* value, bool had) {
  if (!wants(kMacroTrace, kMacroSet)) return;
  text_ = had ? "redefine(" : "define(";
  // Nor does the reference know how to print the name of one byte that is no printable ASCII.
  const bool nameless = name.size() == 1 && static_cast<signed char>(name.front()) <= ' ';
  text_ += nameless ? "***UNDEFINED MACRO***" : name;
  text_ += " as ";
  if (value == nullptr) text_ += "<null>";
  if (value != nullptr) append_printable(*value, names_, text_);
  text_ += ')';
  line(TraceKind::rule, text_);
}

void TraceWriter::phrase_joined(Tokens tokens, std::string_view phrase, bool part) {
  if (!wants(kJoin, kJoinPhrases)) return;
  tokens_line(TraceKind::rule, part ? "cataddr(1) <==" : "cataddr(0) <==", tokens);
  text_ = "  cataddr => ";
  append_octal(phrase, text_);
  line(TraceKind::rule, text_);
}

void TraceWriter::prescan_begins(std::string_view text) {
  stale_error_ = 0;
  if (!wants(kPrescanTrace, kPrescanText)) return;
  line(TraceKind::rule, prescan_begin_text(text, names_));
}

void TraceWriter::prescan_step(const PrescanStep& step) {
  if (!wants(kPrescanTrace, level_of(step))) return;
  line(TraceKind::rule, prescan_step_text(step, names_), ends_line(step));
}

void TraceWriter::prescan_ends(Tokens tokens, bool failed) {
  if (wants(kPrescanTrace, kPrescanTokens)) {
    line(TraceKind::rule, prescan_end_text(tokens, failed, names_));
  }
  if (!failed && tokens.empty() && wants(kPrescanTrace, kPrescanNothing)) {
    line(TraceKind::rule, kPrescanNothingText);
  }
}

void TraceWriter::address_resolved(int flags, Tokens tokens) {
  if (!wants(kAddress, kAddressTokens)) return;
  tokens_line(TraceKind::rule, "buildaddr, flags=" + std::to_string(flags) + ", tv=", tokens);
}

void TraceWriter::place_changes(const FilePlace& place) {
  about_.clear();
  if (place.file.empty()) return;
  about_.append(place.file).append(": line ").append(std::to_string(place.line)).append(": ");
}

void TraceWriter::address_judged(const ResolvedAddress& address, std::string_view typed) {
  for (const AddressComplaint& found : address_complaints(address, typed)) {
    complaint(found.text, found.exit_status);
  }
}

void TraceWriter::address_unfit(std::string_view typed) {
  const AddressComplaint found = unfit_address_complaint(typed, typed);
  complaint(found.text, found.exit_status);
}

void TraceWriter::queue_group_asked(std::string_view user) {
  if (!wants(kCheck, kCheckRuleset)) return;
  text_ = "rscap(queuegroup, ";
  append_bytes(user, text_);
  text_ += ", (NULL))";
  line(TraceKind::rule, text_);
}

void TraceWriter::match_given_over(const Rule&) {
  line(TraceKind::rule, "----- (too many steps to show: the rule is matched without showing more)");
}

void TraceWriter::lookup_begins(const LookupEvent& event) {
  if (!wants(kLookup, kLookupAnswer)) return;
  text_ = "map_lookup(" + event.map->definition().name + ", ";
  append_printable(event.key, names_, text_);
  if (wants(kLookup, kLookupArguments)) {
    for (size_t i = 0; i < event.args.size(); ++i) {
      text_ += ", %" + std::to_string(i) + "=";
      append_bytes(event.args[i], text_);
    }
  }
  text_ += ") => ";
  line(TraceKind::lookup, text_, false);
}

void TraceWriter::lookup_ends(const LookupEvent& event) {
  if (!wants(kLookup, kLookupAnswer)) return;
  const bool failed = event.answer.code == kExitTempFail;
  const bool found = event.answer.status == LookupStatus::found;
  text_.clear();
  if (found) append_bytes(event.answer.value, text_);
  if (!found) text_ += "NOT FOUND";
  text_ += " (" + std::to_string(event.answer.code) + "), ad=0";
  line(TraceKind::lookup, text_);
  if (failed) lookup_failed(event);
}

void TraceWriter::lookup_failed(const LookupEvent& event) {
  const MapDefinition& map = event.map->definition();
  if (!map.no_tempfail) {
    text_ = "map_lookup(" + map.name + ", ";
    append_bytes(event.key, text_);
    text_ += ") tempfail: errno=0";
    line(TraceKind::lookup, text_);
  }
  if (!map.has_tempfail_suffix || !wants(kLookup, kLookupSuffix)) return;
  text_ = "map_lookup tempfail: returning \"";
  append_bytes(event.key, text_);
  append_bytes(map.tempfail_suffix, text_);
  text_ += '"';
  line(TraceKind::lookup, text_);
}

void TraceWriter::map_step(std::string_view text, bool ends_line) {
  line(TraceKind::lookup, text, ends_line);
}

void TraceWriter::loop_left(Tokens tokens) {
  if (wants(kRewrite, kLoop)) tokens_line(TraceKind::rule, "workspace: ", tokens);
}

void TraceWriter::prescan_problem(PrescanProblem problem, std::string_view input) {
  text_.clear();
  append_prescan_problem_text(problem, input, text_);
  complaint(text_, 0);
}

void TraceWriter::problem(const ProblemEvent& event) {
  text_.clear();
  ProblemEvent shown = event;
  if (event.problem != EvalProblem::message) shown.error_number = stale_error_;
  append_problem_text(shown, text_);
  complaint(text_, problem_exit_status(shown));
}

void TraceWriter::remark(std::string_view text) { line(TraceKind::message, text); }

void TraceWriter::complaint(std::string_view text, int exit_status) {
  if (about_.empty()) return line(TraceKind::message, text, true, exit_status);
  line(TraceKind::message, about_ + std::string(text), true, exit_status);
}

}  // namespace rules
