// See resolve_address.h.

#include "eval/resolve_address.h"

#include <algorithm>
#include <charconv>

#include "eval/verdict.h"
#include "text/fold.h"
#include "text/prescan.h"

namespace rules {

namespace {

// The rulesets that have a meaning of their own.
constexpr int kFinal = 4;
constexpr int kCanonify = 3;
constexpr int kParse = 0;
constexpr int kSender = 1;
constexpr int kRecipient = 2;

constexpr int kStatusTempFail = 75;     // EX_TEMPFAIL
constexpr int kStatusUnavailable = 69;  // EX_UNAVAILABLE
constexpr int kStatusConfig = 78;       // EX_CONFIG
constexpr int kNewestRewriting = 10;  // from this level on senders are rewritten for the mailer too
constexpr int kRefusalCode = 553;

bool has_flag(const ConfigMailer& mailer, char flag) {
  return mailer.flags.find(flag) != std::string::npos;
}

// With the blanks of a reply, whatever BlankSub says.
std::string joined_reply(Tokens tokens) {
  std::string text;
  join_tokens(tokens, ' ', text);
  return text;
}

constexpr size_t kMaxAddress = 255;    // characters
constexpr size_t kMaxRewritten = 254;  // of what a mailer gets

// The rest of a long one is cut, as in the reference.
std::string joined(const Session& session, Tokens tokens, size_t limit = kMaxAddress) {
  std::string text;
  join_up_to(limit, tokens, session.program().blank_sub(), text);
  return text;
}

void tell_joined(Session& session, Tokens tokens, std::string_view text, bool part) {
  if (session.events() != nullptr) session.events()->phrase_joined(tokens, text, part);
}

// Without quotes and single backslashes.
std::string without_quotes(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') continue;
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    out += text[at];
  }
  return out;
}

void to_lower(std::string& text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
}

UserFlaw flaw_of(std::string_view user) {
  if (user.size() > kMaxAddress && cut_marked(user, kMaxAddress).size() < user.size()) {
    return UserFlaw::too_long;  // by the blank that stays
  }
  if (user.find('\0') != std::string_view::npos) return UserFlaw::operators;
  bool quoted = false;
  for (size_t at = 0; at < user.size(); ++at) {
    if (user[at] == '\\') {
      ++at;
    } else if (user[at] == '"') {
      quoted = !quoted;
    }
  }
  return quoted ? UserFlaw::unbalanced_quote : UserFlaw::none;
}

// ---- the exit status of $#error

struct StatusWord {
  std::string_view word;
  int status;
};
constexpr StatusWord kStatusWords[] = {
    {"config", kStatusConfig},
    {"nohost", 68},
    {"nouser", 67},
    {"protocol", 76},
    {"software", 70},
    {"tempfail", kStatusTempFail},
    {"unavailable", kStatusUnavailable},
    {"usage", 64},
};

struct StatusOfDetail {
  int subject;
  int detail;  // -1: all others
  int status;
};
// Of the codes 5.SUBJECT.DETAIL, where it is not EX_UNAVAILABLE.
constexpr StatusOfDetail kStatusOfDetail[] = {
    {1, 0, 65},  {1, 1, 67},
    {1, 2, 68},  {1, 3, 64},
    {1, 5, 78},  {1, 6, 67},
    {1, 7, 64},  {1, 8, 68},
    {2, 3, 65},  {3, -1, 71},
    {4, 0, 74},  {4, 1, kStatusTempFail},
    {4, 2, 74},  {4, 3, kStatusTempFail},
    {4, 4, 76},  {4, 5, kStatusTempFail},
    {4, 6, 78},  {5, -1, 76},
    {7, -1, 65},
};

// The number at the front of `text`, taken from it with the dot before it; 0: none.
int take_part(std::string_view& text) {
  if (!text.empty() && text.front() == '.') text.remove_prefix(1);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return 0;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return number;
}

int exit_status_of_code(std::string_view code) {
  if (code.front() == '2') return 0;
  if (code.front() == '4') return kStatusTempFail;
  if (code.front() != '5') return kStatusConfig;
  code.remove_prefix(1);
  const int subject = take_part(code);
  const int detail = take_part(code);
  for (const StatusOfDetail& known : kStatusOfDetail) {
    if (known.subject == subject && (known.detail == detail || known.detail == -1)) {
      return known.status;
    }
  }
  return kStatusUnavailable;
}

// ---- the steps of a resolution

class Resolver {
 public:
  Resolver(Session& session, const AddressKind& kind) : session_(session), kind_(kind) {}

  ResolvedAddress run() {
    if (!rewrite(kCanonify) || !rewrite(kParse)) return fail(AddressProblem::stopped);
    if (session_.events() != nullptr) {
      session_.events()->address_resolved(kind_.trace_flags, session_.workspace());
    }
    return choose();
  }

  // Of a workspace that a ruleset made: only refusals count.
  ResolvedAddress refusal() {
    const Tokens workspace = session_.workspace();
    const bool refused = workspace.size() > 1 && workspace[0].is(Op::mailer) &&
                         equal_folded(workspace[1].text(), "error");
    return refused ? choose() : ResolvedAddress();
  }

 private:
  ResolvedAddress choose() {
    const Tokens workspace = session_.workspace();
    if (workspace.empty() || !workspace[0].is(Op::mailer)) return fail(AddressProblem::no_mailer);
    // What stands behind the $# is the mailer, whatever it is.
    const auto behind = workspace.begin() + std::min<ptrdiff_t>(2, std::ssize(workspace));
    const auto user = std::find_if(behind, workspace.end(),
                                   [](const Token& token) { return token.is(Op::user); });
    if (user == workspace.end()) return fail(AddressProblem::no_user);
    if (const auto triple = find_triple(workspace)) read_host(*triple);
    const auto end = static_cast<size_t>(user - workspace.begin());
    return choose_mailer(workspace[1].text(), end + 1);
  }

  bool rewrite(int ruleset) {
    session_.begin_again();
    if (session_.run(ruleset) != RunState::done) return false;
    address_.tempfail = address_.tempfail || session_.status() == kStatusTempFail;
    return true;
  }

  ResolvedAddress fail(AddressProblem problem) {
    address_.problem = problem;
    address_.mailer = nullptr;
    if (problem != AddressProblem::refused) address_.host.clear();
    return std::move(address_);
  }

  // With what follows it, the reference looks at the host.
  void read_host(const Triple& triple) {
    if (triple.host.empty()) return;
    address_.host = joined(session_, triple.host);
    tell_joined(session_, session_.workspace().subspan(3), address_.host, true);
  }

  // first: of the user's tokens.
  ResolvedAddress choose_mailer(std::string_view name, size_t first) {
    if (equal_folded(name, "error")) return refuse(first);
    address_.mailer = find_mailer(session_.program().config(), name);
    if (address_.mailer == nullptr) {
      address_.text = name;
      return fail(AddressProblem::unknown_mailer);
    }
    if (address_.host.empty() && !has_flag(*address_.mailer, 'l')) {
      return fail(AddressProblem::no_host);
    }
    return finish(first);
  }

  void take_user(size_t first) {
    session_.drop_tokens(first);
    address_.user = joined(session_, session_.workspace());
    tell_joined(session_, session_.workspace(), address_.user, false);
  }

  ResolvedAddress refuse(size_t first) {
    session_.drop_tokens(first);
    address_.user = joined_reply(session_.workspace());
    tell_joined(session_, session_.workspace(), address_.user, false);
    address_.text = without_quotes(address_.user);
    std::string_view rest = address_.text;
    address_.code = take_reply_code(rest);
    if (rest.size() == address_.text.size()) {
      address_.code = kRefusalCode;
    } else {
      const size_t size = enhanced_code_size(rest);
      if (size > 0 && size < rest.size() && rest[size] == ' ') rest.remove_prefix(size + 1);
    }
    address_.text.erase(0, address_.text.size() - rest.size());
    address_.exit_status = exit_status_of_host(address_.host);
    address_.flaw = flaw_of(address_.user);
    return fail(AddressProblem::refused);
  }

  ResolvedAddress finish(size_t first) {
    take_user(first);
    if (is_include()) return std::move(address_);
    switch_mailer();
    const Tokens user = session_.workspace();
    if (has_flag(*address_.mailer, '@') && !user.empty() && user[0].text() == "@") {
      session_.drop_tokens(1);
      address_.not_remote = true;
    }
    define_host();
    // The reference looks only at how 3 and 0 ended.
    const bool tempfail = address_.tempfail;
    if (!rewrite_user()) return fail(AddressProblem::stopped);
    address_.tempfail = tempfail;
    address_.user = joined(session_, session_.workspace());
    tell_joined(session_, session_.workspace(), address_.user, true);
    if (!has_flag(*address_.mailer, 'h')) fold_host();
    if (!has_flag(*address_.mailer, 'u')) to_lower(address_.user);
    address_.flaw = flaw_of(address_.user);
    address_.user.resize(cut_marked(address_.user, kMaxAddress).size());
    return std::move(address_);
  }

  // In the reference $h and the host are one text, until a rule sets $h.
  void fold_host() {
    const bool shared = !address_.host.empty() && session_.macro("h") == address_.host;
    to_lower(address_.host);
    if (shared) session_.reword_macro(Scope::transaction, "h", address_.host);
  }

  // $h, also for what comes after.
  void define_host() {
    if (address_.host.empty()) {
      session_.unset_macro(Scope::transaction, "h");
    } else {
      session_.set_macro(Scope::transaction, "h", address_.host);
    }
  }

  // `:include:FILE` is a list of addresses, for mailers with the flag `:`.
  bool is_include() {
    constexpr std::string_view kInclude = ":include:";
    if (!has_flag(*address_.mailer, ':')) return false;
    const std::string plain = without_quotes(address_.user);
    if (!equal_folded(std::string_view(plain).substr(0, kInclude.size()), kInclude)) return false;
    const ConfigMailer* include = find_mailer(session_.program().config(), "*include*");
    if (include == nullptr) return false;
    address_.mailer = include;
    address_.user = plain.substr(kInclude.size());
    address_.flaw = flaw_of(address_.user);
    return true;
  }

  // `|program` and `/file`, for mailers with these flags.
  void switch_mailer() {
    std::string_view user = address_.user;
    if (!user.empty() && user.front() == '"') user.remove_prefix(1);
    if (user.empty() || !has_flag(*address_.mailer, user.front())) return;
    const ConfigMailer* other = nullptr;
    const Config& config = session_.program().config();
    if (user.front() == '|') other = find_mailer(config, "prog");
    if (user.front() == '/') other = find_mailer(config, "*file*");
    if (other != nullptr) address_.mailer = other;
  }

  bool rewrite_user() {
    const bool for_mailer =
        session_.program().config().level >= kNewestRewriting || !(kind_.sender || kind_.header);
    if (for_mailer) {
      if (!rewrite(kRecipient)) return false;
      const int own = address_.mailer->recipient_envelope;
      if (own > 0 && !rewrite(own)) return false;
    }
    return rewrite(kFinal);
  }

  Session& session_;
  AddressKind kind_;
  ResolvedAddress address_;
};

int ruleset_of(const ConfigMailer& mailer, const AddressKind& kind) {
  if (kind.sender) return kind.header ? mailer.sender_header : mailer.sender_envelope;
  return kind.header ? mailer.recipient_header : mailer.recipient_envelope;
}

}  // namespace

int exit_status_of_host(std::string_view host) {
  if (host.empty()) return kStatusUnavailable;
  if (host.find('.') != std::string_view::npos) return exit_status_of_code(host);
  for (const StatusWord& known : kStatusWords) {
    if (equal_folded(known.word, host)) return known.status;
  }
  constexpr unsigned kMaxStatus = 0xff;  // an exit status has eight bits
  unsigned number = 0;
  const auto [end, error] = std::from_chars(host.data(), host.data() + host.size(), number);
  return error == std::errc() ? static_cast<int>(number & kMaxStatus) : kStatusUnavailable;
}

const ConfigMailer* find_mailer(const Config& config, std::string_view name) {
  for (const ConfigMailer& mailer : config.mailers) {
    if (equal_folded(mailer.name, name)) return &mailer;
  }
  return nullptr;
}

AddressForm address_form(std::string_view text) {
  const auto is_operator = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 && byte <= 0x9f;
  };
  if (text.size() > kMaxAddress) return AddressForm::too_long;
  return std::any_of(text.begin(), text.end(), is_operator) ? AddressForm::operator_bytes
                                                            : AddressForm::fit;
}

ResolvedAddress resolve_address(Session& session, const AddressKind& kind) {
  return Resolver(session, kind).run();
}

bool is_queued(const ResolvedAddress& address) {
  if (address.problem == AddressProblem::refused) return address.code / 100 == 4;
  return address.mailer != nullptr && address.mailer->name != "*include*";
}

void choose_queue_group(Session& session, std::string_view user) {
  const Program& program = session.program();
  if (session.events() != nullptr) session.events()->queue_group_asked(user);
  const int ruleset = program.find_called("queuegroup");
  if (ruleset == kNoRuleset || program.ruleset(ruleset).rules.empty()) return;
  session.begin();
  if (session.add_text(user, PrescanMode()) && !session.workspace().empty()) session.run(ruleset);
}

ResolvedAddress refusal_of(Session& session) { return Resolver(session, AddressKind()).refusal(); }

RewrittenAddress rewrite_for_mailer(Session& session, const ConfigMailer& mailer,
                                    const AddressKind& kind) {
  RewrittenAddress result;
  const int own = ruleset_of(mailer, kind);
  for (const int ruleset : {kCanonify, kind.sender ? kSender : kRecipient, own, kFinal}) {
    if (ruleset == 0) continue;
    session.begin_again();
    if (session.run(ruleset) != RunState::done) {
      result.stopped = true;
      return result;
    }
    result.tempfail = result.tempfail || session.status() == kStatusTempFail;
  }
  result.text = joined(session, session.workspace(), kMaxRewritten);
  tell_joined(session, session.workspace(), result.text, false);
  return result;
}

}  // namespace rules
