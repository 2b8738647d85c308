// See verdict.h.

#include "eval/verdict.h"

#include <algorithm>

#include "text/fold.h"
#include "text/prescan.h"

namespace rules {

namespace {

constexpr char kBlank = ' ';
constexpr Reply kNoUser = {554, "5.3.5", "buildaddr: no user"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_printable(char c) { return c >= ' ' && c <= '~'; }

// One to three digits at the front of `text`, taken from it.
bool take_number(std::string_view& text) {
  size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits == 0 || digits > 3) return false;
  text.remove_prefix(digits);
  return true;
}

bool take_dot(std::string_view& text) {
  if (text.empty() || text.front() != '.') return false;
  text.remove_prefix(1);
  return true;
}

// The reply code that `text` begins with; 0: none.
int code_of(std::string_view text) {
  if (text.size() < 3 || !std::all_of(text.begin(), text.begin() + 3, is_digit)) return 0;
  return (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
}

bool is_refusal(int code) { return code >= 400 && code < 600; }

// The tokens as text for people: quotes and single backslashes removed, operators left out, and
// nothing that could end a line or confuse a terminal.
void readable(Tokens tokens, std::string& out) {
  out.clear();
  join_tokens(tokens, kBlank, out);
  size_t to = 0;
  for (size_t at = 0; at < out.size();) {
    if (out[at] == '\\' && at + 1 < out.size()) {
      ++at;
    } else if (out[at] == '"') {
      ++at;
      continue;
    }
    const MarkedChar c = marked_char(out, at);
    const char byte = out[at];
    at += c.size;
    if (c.is_mark()) continue;
    const bool space = byte == '\t' || byte == '\r' || byte == '\n';
    const char other = space ? ' ' : '?';
    out[to++] = is_printable(byte) ? byte : other;
  }
  out.resize(to);
}

bool reads(Tokens tokens, std::string_view text) {
  for (const Token& token : tokens) {
    if (!text.starts_with(token.text())) return false;
    text.remove_prefix(token.text().size());
  }
  return text.empty();
}

void set_refusal(const Reply& reply, Verdict& verdict) {
  verdict.decision = reply.code < 500 ? Decision::tempfail : Decision::reject;
  verdict.code = reply.code;
  verdict.enhanced = reply.enhanced;
  verdict.text = reply.text;
}

// The enhanced code of the host part ($@), or of the class of the code.
void set_enhanced(Tokens host, Verdict& verdict) {
  verdict.enhanced.clear();
  join_tokens(host, kBlank, verdict.enhanced);
  const size_t size = enhanced_code_size(verdict.enhanced);
  if (size > 0 && size == verdict.enhanced.size()) return;
  verdict.enhanced = verdict.code < 500 ? "4.0.0" : "5.0.0";
}

// verdict.text holds the text of the rule; takes the codes out of it.
void read_error(const VerdictInput& input, const Triple& triple, Verdict& verdict) {
  std::string_view rest = verdict.text;
  int code = take_reply_code(rest);
  if (code >= 600 && code < 700) code -= 100;  // as the reference
  const bool refuses = is_refusal(code);
  verdict.code = refuses ? code : input.default_reply.code;
  verdict.decision = verdict.code < 500 ? Decision::tempfail : Decision::reject;
  const size_t size = enhanced_code_size(rest);
  if (!refuses) {
    verdict.enhanced = input.default_reply.enhanced;
  } else if (size > 0 && size < rest.size() && rest[size] == ' ') {
    verdict.enhanced = rest.substr(0, size);
    rest.remove_prefix(size + 1);
  } else {
    set_enhanced(triple.host, verdict);
  }
  verdict.text.erase(0, verdict.text.size() - rest.size());
  if (!refuses && verdict.text.empty()) verdict.text = input.default_reply.text;
}

void read_triple(const VerdictInput& input, const Triple& triple, Verdict& verdict) {
  const std::string_view mailer = triple.mailer.front().text();
  if (mailer == "discard") {
    verdict.decision = Decision::discard;
    return;
  }
  if (!equal_folded(mailer, "error")) return;
  readable(triple.user, verdict.text);
  if (reads(triple.host, "quarantine")) {
    verdict.decision = Decision::quarantine;
    if (verdict.text.empty()) verdict.text = input.ruleset;
  } else if (!triple.has_user) {
    set_refusal(kNoUser, verdict);
  } else {
    read_error(input, triple, verdict);
  }
}

}  // namespace

size_t enhanced_code_size(std::string_view text) {
  if (text.empty() || (text[0] != '2' && text[0] != '4' && text[0] != '5')) return 0;
  std::string_view rest = text.substr(1);
  if (!take_dot(rest) || !take_number(rest) || !take_dot(rest) || !take_number(rest)) return 0;
  return text.size() - rest.size();
}

int take_reply_code(std::string_view& text) {
  if (text.size() < 4 || text[3] != ' ') return 0;
  const int code = code_of(text);
  if (code != 0 || text.starts_with("000")) text.remove_prefix(4);
  return code;
}

std::optional<Reply> parse_reply(std::string_view text) {
  if (!std::all_of(text.begin(), text.end(), is_printable)) return std::nullopt;
  Reply reply;
  reply.code = code_of(text);
  if (!is_refusal(reply.code)) return std::nullopt;
  text.remove_prefix(3);
  if (!text.empty() && text.front() != ' ') return std::nullopt;
  if (!text.empty()) text.remove_prefix(1);
  const size_t size = enhanced_code_size(text);
  if (size > 0 && (size == text.size() || text[size] == ' ')) {
    reply.enhanced = text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  reply.text = text;
  return reply;
}

std::optional<Triple> find_triple(Tokens workspace) {
  if (workspace.size() < 2 || !workspace[0].is(Op::mailer)) return std::nullopt;
  if (workspace[1].op != Op::none) return std::nullopt;
  Triple triple;
  triple.mailer = workspace.subspan(1, 1);
  size_t end = 2;
  while (end < workspace.size() && !workspace[end].is(Op::user)) ++end;
  // What stands between the mailer and the $: is the host only if it begins with $@.
  if (end > 2 && workspace[2].is(Op::host)) triple.host = workspace.subspan(3, end - 3);
  triple.has_user = end < workspace.size();
  if (triple.has_user) triple.user = workspace.subspan(end + 1);
  return triple;
}

void decide(const VerdictInput& input, Verdict& verdict) {
  verdict.decision = Decision::accept;
  verdict.by_rule = true;
  verdict.code = 0;
  verdict.enhanced.clear();
  verdict.text.clear();
  const auto triple = input.stopped ? std::nullopt : find_triple(input.workspace);
  if (triple) {
    read_triple(input, *triple, verdict);
  } else if (input.stopped || input.status != 0) {
    verdict.by_rule = false;
    set_refusal(input.tempfail_reply, verdict);
  }
}

}  // namespace rules
