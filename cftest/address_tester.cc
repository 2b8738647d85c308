// See address_tester.h.

#include "address_tester.h"

#include "eval/resolve_address.h"
#include "host_identity.h"
#include "test_engine_library.h"
#include "text/crack_address.h"
#include "text/fold.h"
#include "text/marked.h"
#include "text/printable.h"
#include "text/reading_text.h"
#include "trace/address_text.h"
#include "typed_address.h"

namespace cftest {

namespace {

constexpr int kStatusTempFail = 75;
constexpr size_t kMaxRewritten = 256;  // characters of an address with what stands around it
constexpr int kFirstGroupLevel = 6;    // before, a colon is a part of an address
constexpr int kBuiltLevel = 6;
constexpr int kSenderFlags = 31;
constexpr int kParseTrace = 20;
constexpr int kCrackTrace = 33;
constexpr int kRewriteTrace = 12;
constexpr int kAllocTrace = 24;
constexpr int kSenderTrace = 45;
constexpr int kSenderLevel = 5;
constexpr int kAllocLevel = 4;

constexpr const char* kStatusForLater = "4.4.3";

// A map could not tell now: it has a mailer all the same.
bool is_for_later(const rules::ResolvedAddress& address) {
  return address.tempfail && address.problem == rules::AddressProblem::none;
}

bool is_true(const std::string& value) {
  return value.empty() || std::string_view("tTyY").find(value.front()) != std::string_view::npos;
}

// sign: for each operator; '\0': its byte.
std::string bytes_of(std::string_view marked, char sign = '\0') {
  std::string out;
  for (size_t at = 0; at < marked.size();) {
    const rules::MarkedChar c = rules::marked_char(marked, at);
    const bool replaced = sign != '\0' && c.op() != rules::Op::none;
    out += replaced ? sign : static_cast<char>(c.code & 0xff);
    at += c.size;
  }
  return out;
}

// The cracked address with another one in it; what is too long is cut. Operators that the address
// has are read as those of a text with macros.
std::string put_address(std::string_view cracked, std::string_view address,
                        rules::MacroSource& macros) {
  std::string mark;
  rules::append_mark(mark, rules::Op::expand);
  mark += 'g';
  std::string out(cracked);
  const size_t at = out.find(mark);
  if (at != std::string::npos) out.replace(at, mark.size(), address);
  if (out.find('\0') != std::string::npos) {
    std::string expanded;
    rules::expand(out, macros, expanded);
    out = std::move(expanded);
  }
  return std::string(rules::cut_marked(out, kMaxRewritten));
}

}  // namespace

void AddressTester::debug(int category, int level, const std::string& line) {
  if (engine_.library().levels.wants(category, level)) output_.debug_text(line + "\n");
}

std::string AddressTester::printable(std::string_view marked) const {
  std::string out;
  rules::append_printable(marked, engine_.library().names, out);
  return out;
}

void AddressTester::set_kind(std::string_view letters) {
  for (const char letter : letters) {
    switch (letter) {
      case 'H':
      case 'h':
        header_ = true;
        break;
      case 'E':
      case 'e':
        header_ = false;
        break;
      case 'S':
      case 's':
        sender_ = true;
        break;
      case 'R':
      case 'r':
        sender_ = false;
        break;
      default:
        break;
    }
  }
  define_kind();
}

void AddressTester::define_kind() {
  const std::string type = std::string(header_ ? "h" : "e") + (sender_ ? " s" : " r");
  engine_.parse_name("{addr_type}");
  engine_.library().session.set_macro(rules::Scope::transaction, "{addr_type}", type);
}

std::string AddressTester::kind_text() const {
  return std::string(header_ ? "header" : "envelope") + (sender_ ? " sender" : " recipient");
}

std::string AddressTester::crack_marked(std::string_view address) {
  const rules::Config& config = engine_.library().session.program().config();
  rules::CrackMode mode;
  mode.groups = config.level >= kFirstGroupLevel;
  if (const std::string* option = config.option("ColonOkInAddr")) mode.groups = !is_true(*option);
  if (const std::string* option = config.option("MustQuoteChars")) mode.must_quote = *option;
  debug(kCrackTrace, 1, "crackaddr(" + printable(address) + ")");
  std::string cracked = rules::crack_address(address, mode);
  debug(kCrackTrace, 1, "crackaddr=>`" + printable(cracked) + "'");
  return cracked;
}

std::string AddressTester::crack(std::string_view address) {
  return printable(crack_marked(address));
}

bool AddressTester::take(std::string_view address) {
  rules::Session& session = engine_.library().session;
  session.begin();
  const std::string_view text = rules::cut_at_nul(address);
  const rules::PrescanMode mode;
  if (engine_.library().as_reference) {
    session.add_text(rules::mark_operator_bytes(text), mode);
  } else {
    session.add_text(text, mode);
  }
  return !session.workspace().empty();
}

void AddressTester::parse(std::string_view address) {
  sender_text_.clear();
  debug(kParseTrace, 1, "\n--parseaddr(" + std::string(address) + ")");
  const bool has_tokens = take(address);
  if (!has_tokens || !is_typed_address(address, address, output_)) {
    debug(kParseTrace, 1, has_tokens ? "parseaddr-->bad address" : "parseaddr-->NULL");
    return output_.line("Cannot parse");
  }
  print_resolved(address);
}

void AddressTester::print_resolved(std::string_view typed) {
  const rules::ResolvedAddress address =
      rules::resolve_address(engine_.library().session, {sender_, header_, trace_flags()});
  if (address.problem == rules::AddressProblem::stopped) return output_.line("Cannot parse");
  if (address.mailer != nullptr) {
    trace_built(address);
  }
  print_complaints(address, typed);
  trace_record(address, typed, trace_flags());
  std::string line = "mailer " + (address.mailer == nullptr ? "*error*" : address.mailer->name);
  if (!address.host.empty()) line += ", host " + bytes_of(address.host);
  output_.line(line + ", user " + bytes_of(address.user, '?'));
}

void AddressTester::trace_built(const rules::ResolvedAddress& address) {
  trace_fields(kAllocTrace, kBuiltLevel, "buildaddr => 0x0=<null>", address,
               {.no_host = "<null>", .secure = false, .state = "OK", .status = "(none)"});
}

int AddressTester::trace_flags() const { return (sender_ ? 1 : 0) + (header_ ? 2 : 0); }

// What the reference has in its record of an address that can be delivered, now or later.
void AddressTester::trace_record(const rules::ResolvedAddress& address, std::string_view typed,
                                 int flags) {
  const std::string name(typed);
  rules::Session& session = engine_.library().session;
  RecordWords words;
  words.secure = !session.used_dns_names();
  debug(kAllocTrace, kAllocLevel,
        "allocaddr(flags=" + std::to_string(flags) + ", paddr=" + name +
            (words.secure ? ", ad=1)" : ", ad=0)"));
  const bool later = address.problem == rules::AddressProblem::refused && address.code / 100 == 4;
  if (flags == 0 && rules::is_queued(address)) rules::choose_queue_group(session, address.user);
  if (is_for_later(address)) {
    words.state = "QUEUEUP";
    words.status = kStatusForLater;
    debug(kParseTrace, 1, "parseaddr: queueing message");
    print_complaints(address, typed, true);
  }
  if (later || address.mailer != nullptr) {
    trace_fields(kParseTrace, 1, "parseaddr-->0x0=" + name, address, words);
  }
}

void AddressTester::trace_fields(int category, int level, const std::string& title,
                                 const rules::ResolvedAddress& address, const RecordWords& words) {
  if (!engine_.wants_debug(category, level)) return;
  const auto& mailers = engine_.library().session.program().config().mailers;
  const bool later = address.mailer == nullptr;
  const std::string mailer =
      later ? "0 (*error*)"
            : std::to_string(address.mailer - mailers.data()) + " (" + address.mailer->name + ")";
  const std::string status = later && !address.host.empty() ? bytes_of(address.host) : words.status;
  const std::string host = address.host.empty() ? words.no_host : bytes_of(address.host);
  const std::string flags = (words.secure ? "10018" : "18") +
                            std::string(address.not_remote ? "4<QNOTREMOTE," : "0<") +
                            "QPINGONFAILURE,QPINGONDELAY" + (words.secure ? ",QSECURE>" : ">");
  for (const std::string& line :
       {title + ":", "\tmailer " + mailer + ", host `" + host + "'",
        "\tuser `" + bytes_of(address.user) + "', ruser `<null>'",
        std::string("\tstate=") + (later ? "QUEUEUP" : words.state) +
            ", next=0x0, alias 0x0, uid 0, gid 0",
        "\tflags=" + flags, std::string("\towner=(none), home=\"(none)\", fullname=\"(none)\""),
        "\torcpt=\"(none)\", statmta=(none), status=" + status,
        std::string("\tfinalrcpt=\"(none)\""), std::string("\trstatus=\"(none)\""),
        std::string("\tstatdate=(none)")}) {
    debug(category, level, line);
  }
}

// That it is for later comes last of them, and once there is a record of it.
void AddressTester::print_complaints(const rules::ResolvedAddress& address, std::string_view typed,
                                     bool for_later) {
  const auto complaints = rules::address_complaints(address, typed);
  const size_t others = complaints.size() - (is_for_later(address) ? 1 : 0);
  for (size_t i = for_later ? others : 0; i < (for_later ? complaints.size() : others); ++i) {
    output_.complain(complaints[i].text, complaints[i].exit_status);
  }
}

// False: it is none, which was told. again: then a refusal is not.
bool AddressTester::resolve_sender(std::string_view typed, bool again, Sender& sender) {
  debug(kParseTrace, 1, "\n--parseaddr(" + std::string(typed) + ")");
  if (!take(typed) || !is_typed_address(typed, typed, output_)) return false;
  const rules::ResolvedAddress address =
      rules::resolve_address(engine_.library().session, {true, false, kSenderFlags});
  if (address.problem == rules::AddressProblem::stopped) return false;
  if (address.mailer != nullptr) {
    trace_built(address);
  }
  const bool refused = address.problem == rules::AddressProblem::refused;
  if (!refused || !again) print_complaints(address, typed);
  trace_record(address, typed, kSenderFlags);
  sender.user = bytes_of(address.user, '?');
  sender.mailer = address.mailer == nullptr ? "" : address.mailer->name;
  sender.keeps_domain =
      address.mailer != nullptr && address.mailer->flags.find('C') != std::string::npos;
  sender.has_mailbox =
      sender.mailer == "local" && address.mailer->flags.find('w') != std::string::npos;
  sender.address = address;
  if (refused) return address.code / 100 == 4;
  if (sender.mailer == "prog" || sender.mailer.starts_with('*')) {
    if (!again) output_.line(std::string(typed) + "... Invalid sender address");
    return false;
  }
  return address.problem == rules::AddressProblem::none &&
         address.flaw != rules::UserFlaw::operators && address.flaw != rules::UserFlaw::too_long;
}

// Of one that has a mailbox on this machine, which is for mailers with the flag w to know. The
// reference keeps the first, but not that of its own
// user where the sender was none.
std::string AddressTester::full_name(const Sender& sender, bool instead) {
  if (!sender.has_mailbox) return "";
  if (instead) return full_name_of(sender.user);
  if (full_name_.empty()) full_name_ = full_name_of(sender.user);
  return full_name_;
}

// The workspace, for no mailer.
std::string AddressTester::rewrite_sender() {
  rules::Session& session = engine_.library().session;
  rules::RewrittenAddress result =
      rules::rewrite_for_mailer(session, rules::ConfigMailer(), {true, false});
  session.unset_macro(rules::Scope::transaction, "{addr_type}");
  return std::move(result.text);
}

void AddressTester::sender(std::string_view typed) {
  rules::Session& session = engine_.library().session;
  const auto set = [&](std::string_view macro, std::string_view value) {
    session.set_macro(rules::Scope::connection, macro, value);
  };
  debug(kSenderTrace, 1, "setsender(" + std::string(typed) + ")");
  set("x", "");
  session.set_macro(rules::Scope::transaction, "{addr_type}", "e s");
  std::string text(typed);
  Sender from;
  const bool instead = text.empty() || !resolve_sender(text, false, from);
  if (instead) {
    text = engine_.user_name();
    from = {};
    resolve_sender(text, true, from);
  }
  sender_text_ = text;
  if (from.address.mailer != nullptr) {
    trace_fields(kSenderTrace, kSenderLevel, "setsender: QS_SENDER 0x0=" + text, from.address,
                 {.no_host = "",
                  .secure = !session.used_dns_names(),
                  .state = "SENDER",
                  .status = is_for_later(from.address) ? kStatusForLater : "(none)"});
  }
  if (from.has_mailbox) {
    if (const std::string folder = home_folder_of(from.user); !folder.empty()) set("z", folder);
    set("x", full_name(from, instead));
  }
  if (take(text)) {
    const std::string found = rewrite_sender();
    set("f", found);
  }
  // For such mailers the reference has to know the sender's domain, too.
  if (from.keeps_domain && take(text)) {
    session.set_macro(rules::Scope::transaction, "{addr_type}", "e s");
    rewrite_sender();
  }
  output_.line("addr=" + from.user);
}

// That the reference puts the address in as macro g.
void AddressTester::trace_put_address(std::string_view cracked, std::string_view address,
                                      std::string_view result) {
  const rules::Names& names = engine_.library().names;
  debug(rules::kMacroTrace, rules::kMacroSet, "macset(g as " + printable(address) + ")");
  debug(rules::kMacroTrace, rules::kMacroExpand, rules::expand_begin_text(cracked, names));
  debug(rules::kMacroTrace, rules::kMacroExpandPass, rules::expand_pass_text(0, result, names));
  debug(rules::kMacroTrace, rules::kMacroExpand, rules::expand_end_text(result, names));
  debug(rules::kMacroTrace, rules::kMacroSet, "macset(g as <null>)");
}

bool AddressTester::has_mailer(const std::string& name) const {
  const rules::Config& config = engine_.library().session.program().config();
  return rules::find_mailer(config, name) != nullptr;
}

void AddressTester::rewrite(const std::string& mailer_name, std::string_view typed) {
  rules::Session& session = engine_.library().session;
  const rules::ConfigMailer& mailer = *rules::find_mailer(session.program().config(), mailer_name);
  define_kind();
  sender_text_.clear();
  debug(kRewriteTrace, 1, "remotename(" + printable(typed) + ")");
  std::string cracked;
  if (mailer.flags.find('c') == std::string::npos) {
    cracked = crack_marked(typed);
  } else {
    rules::append_mark(cracked, rules::Op::expand);
    cracked += 'g';
  }
  std::string text(typed);
  int status = 0;
  if (take(typed)) {
    const rules::RewrittenAddress result =
        rules::rewrite_for_mailer(session, mailer, {sender_, header_});
    SessionMacros macros(session, engine_.library().names);
    text = put_address(cracked, result.text, macros);
    if (result.tempfail) status = kStatusTempFail;
    trace_put_address(cracked, result.text, text);
    debug(kRewriteTrace, 1,
          "remotename => `" + printable(text) + "', stat=" + std::to_string(status));
  }
  output_.line("Rcode = " + std::to_string(status) + ", addr = " + bytes_of(text));
}

}  // namespace cftest
