// Options with values of a few words, numbers, times and names. See option_checks.h.

#include "cf/option_checks.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "cf/option_words.h"
#include "cf/time_value.h"
#include "text/fold.h"

namespace rules {

namespace {

constexpr int kExitUsage = 64;        // EX_USAGE
constexpr int kExitUnavailable = 69;  // EX_UNAVAILABLE

template <size_t N>
bool one_of(std::string_view text, const std::string_view (&names)[N]) {
  return std::any_of(std::begin(names), std::end(names),
                     [text](std::string_view name) { return equal_folded(name, text); });
}

// The first letter of a value, or nothing, as the reference prints it.
std::string first_letter(std::string_view text) {
  return text.empty() ? std::string() : seven_bit(text.substr(0, marked_char(text, 0).size));
}

// Of one that must be among some; in any case.
bool first_letter_is(std::string_view text, std::string_view letters) {
  if (text.empty()) return false;
  const char c = static_cast<char>(fold(text.front()));
  return letters.find(c) != std::string_view::npos;
}

constexpr std::string_view kPrivacy[] = {
    "public",       "needmailhelo", "needexpnhelo", "needvrfyhelo",   "noexpn",
    "novrfy",       "noetrn",       "noverb",       "restrictexpand", "restrictmailq",
    "restrictqrun", "authwarnings", "noreceipts",   "nobodyreturn",   "noactualrecipient",
    "goaway"};

constexpr std::string_view kResolver[] = {"debug",
                                          "aaonly",
                                          "usevc",
                                          "primary",
                                          "igntc",
                                          "recurse",
                                          "defnames",
                                          "stayopen",
                                          "dnsrch",
                                          "haswildcardmx",
                                          "workaroundbrokenaaaa",
                                          "use_edns0",
                                          "use_dnssec",
                                          "true"};

constexpr std::string_view kNoRecipient[] = {"none", "add-to", "add-apparently-to", "add-bcc",
                                             "add-to-undisclosed"};

constexpr std::string_view kMilter[] = {"macros.connect", "macros.helo", "macros.envfrom",
                                        "macros.envrcpt", "macros.data", "macros.eom",
                                        "macros.eoh",     "loglevel"};

constexpr std::string_view kTimeouts[] = {"initial",
                                          "connect",
                                          "aconnect",
                                          "iconnect",
                                          "helo",
                                          "mail",
                                          "rcpt",
                                          "datainit",
                                          "datablock",
                                          "datafinal",
                                          "rset",
                                          "quit",
                                          "misc",
                                          "command",
                                          "ident",
                                          "fileopen",
                                          "hoststatus",
                                          "resolver.retry",
                                          "resolver.retry.first",
                                          "resolver.retry.normal",
                                          "lhlo",
                                          "auth",
                                          "starttls",
                                          "control"};

// Those of which the reference reads the value twice, and complains twice.
constexpr std::string_view kTimeoutsTwice[] = {"queuewarn",
                                               "queuewarn.normal",
                                               "queuewarn.urgent",
                                               "queuewarn.non-urgent",
                                               "queuewarn.dsn",
                                               "queuereturn",
                                               "queuereturn.normal",
                                               "queuereturn.urgent",
                                               "queuereturn.non-urgent",
                                               "queuereturn.dsn",
                                               "resolver.retrans",
                                               "resolver.retrans.first",
                                               "resolver.retrans.normal"};

// SSL_OP_...
constexpr std::string_view kTls[] = {"ALL",
                                     "NO_SSLv2",
                                     "NO_SSLv3",
                                     "NO_TLSv1",
                                     "NO_TLSv1_1",
                                     "NO_TLSv1_2",
                                     "NO_TLSv1_3",
                                     "CIPHER_SERVER_PREFERENCE",
                                     "NO_TICKET",
                                     "SINGLE_DH_USE",
                                     "SINGLE_ECDH_USE",
                                     "DONT_INSERT_EMPTY_FRAGMENTS",
                                     "TLS_ROLLBACK_BUG",
                                     "EPHEMERAL_RSA",
                                     "NETSCAPE_CA_DN_BUG",
                                     "MICROSOFT_SESS_ID_BUG",
                                     "NETSCAPE_CHALLENGE_BUG",
                                     "NETSCAPE_REUSE_CIPHER_CHANGE_BUG",
                                     "SSLREF2_REUSE_CERT_TYPE_BUG",
                                     "MICROSOFT_BIG_SSLV3_BUFFER",
                                     "MSIE_SSLV2_RSA_PADDING",
                                     "SSLEAY_080_CLIENT_DH_BUG",
                                     "TLS_D5_BUG",
                                     "TLS_BLOCK_PADDING_BUG",
                                     "NO_SESSION_RESUMPTION_ON_RENEGOTIATION",
                                     "NO_COMPRESSION",
                                     "ALLOW_UNSAFE_LEGACY_RENEGOTIATION",
                                     "NO_QUERY_MTU",
                                     "COOKIE_EXCHANGE",
                                     "PKCS1_CHECK_1",
                                     "PKCS1_CHECK_2",
                                     "CRYPTOPRO_TLSEXT_BUG",
                                     "LEGACY_SERVER_CONNECT",
                                     "TLSEXT_PADDING",
                                     "PRIORITIZE_CHACHA",
                                     "NO_RENEGOTIATION",
                                     "NO_ENCRYPT_THEN_MAC",
                                     "ENABLE_MIDDLEBOX_COMPAT",
                                     "NO_ANTI_REPLAY",
                                     "CISCO_ANYCONNECT",
                                     "ALLOW_NO_DHE_KEX"};

// The reference does not end the line of one that it does not know.
void trace_timeout(LineReader& reader, std::string_view name, std::string_view value, bool known) {
  if (!reader.tracing(37, 2)) return;
  reader.trace(fmt::format("settimeout({} = {})", raw_bytes(name), raw_bytes(value)), known);
}

void set_timeout(LineReader& reader, std::string_view name, std::string_view value) {
  const bool twice = one_of(name, kTimeoutsTwice);
  const bool known = !name.empty() && (twice || one_of(name, kTimeouts));
  trace_timeout(reader, name, value, known);
  if (!known) {
    reader.warn(fmt::format("settimeout: invalid timeout {}", seven_bit(name)));
    return;
  }
  const std::string text = seven_bit(value);
  check_time(text, reader);
  if (twice) check_time(text, reader);
  MapEnvironment& environment = *reader.config.map_environment;
  const auto number = static_cast<int>(leading_number(text));
  if (equal_folded(name, "resolver.retry")) environment.resolver_tries = number;
  if (equal_folded(name, "resolver.retrans")) environment.resolver_seconds = number;
}

// The first letter of each word; one comma or blank stands between words.
template <typename Tell>
void for_first_letters(std::string_view marked, Tell tell) {
  const std::string text = seven_bit(marked);
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == ',') continue;
    if (text[at] != ' ') tell(text[at]);
    at = std::min(text.find_first_of(", ", at + 1), text.size());
  }
}

void check_letters(LineReader& reader, const OptionValue& value, std::string_view known) {
  for_first_letters(value.text, [&](char c) {
    if (known.find(c) != std::string_view::npos) return;
    const bool visible = c > ' ' && c < '\x7f';
    reader.note_plain(
        fmt::format("Warning: Option: {} unknown parameter '{}'", value.option, visible ? c : '?'));
  });
}

// The user before `:`, `.` or `/`, and the group behind it.
struct Owner {
  std::string user;
  std::string group;
};

Owner owner_of(std::string_view text) {
  const size_t end = std::min(text.find_first_of(":./"), text.size());
  return {std::string(text.substr(0, end)),
          end == text.size() ? std::string() : std::string(text.substr(end + 1))};
}

// A number is one, and whom the user database knows.
bool is_user(const std::string& name) {
  return (!name.empty() && is_digit(name.front())) || getpwnam(name.c_str()) != nullptr;
}

bool is_group(const std::string& name) {
  return name.empty() || is_digit(name.front()) || getgrnam(name.c_str()) != nullptr;
}

// A user by number has no group of its own; one that is unknown leaves the user's.
void set_run_as(LineReader& reader, const Owner& owner) {
  if (::geteuid() != 0) return;
  FileUser who = {static_cast<uid_t>(std::strtol(owner.user.c_str(), nullptr, 10)), 0};
  if (const passwd* entry = getpwnam(owner.user.c_str())) who = {entry->pw_uid, entry->pw_gid};
  if (is_digit(owner.group.empty() ? '\0' : owner.group.front())) {
    who.group = static_cast<gid_t>(std::strtol(owner.group.c_str(), nullptr, 10));
  } else if (const group* entry = getgrnam(owner.group.c_str())) {
    who.group = entry->gr_gid;
  }
  reader.config.map_environment->run_as = who;
}

void trace_default_user(LineReader& reader, const std::string& number) {
  if (!reader.tracing(37, 4)) return;
  const auto id = static_cast<uid_t>(leading_number(number));
  const passwd* entry = getpwuid(id);
  reader.trace(fmt::format("setdefuser: DefUid={}, DefUser={}", id,
                           entry == nullptr ? "nobody" : entry->pw_name));
}

}  // namespace

long leading_number(std::string_view text) {
  return std::strtol(std::string(text).c_str(), nullptr, 10);
}

namespace option_checks {

void auth_letters(LineReader& reader, const OptionValue& value) {
  check_letters(reader, value, "acdfmpyA");
}

void tls_letters(LineReader& reader, const OptionValue& value) {
  check_letters(reader, value, "CV");
}

void blank_sub(LineReader& reader, const OptionValue& value) {
  Config& config = reader.config;
  config.blank_sub = value.text.empty() ? '\0' : value.text.front();
  config.map_environment->blank_sub = config.blank_sub;
}

void check_aliases(LineReader& reader, const OptionValue& value) {
  reader.config.map_environment->check_aliases = is_true_value(value.text);
}

void compressed_ipv6(LineReader& reader, const OptionValue& value) {
  reader.config.map_environment->compressed_ipv6 = is_true_value(value.text);
}

void connect_only(LineReader& reader, const OptionValue& value) {
  std::string text = seven_bit(value.text);
  const std::string shown = text;
  if (text.starts_with("IPv6:")) text.erase(0, 5);
  in6_addr six{};
  if (inet_addr(text.c_str()) != INADDR_NONE || inet_pton(AF_INET6, text.c_str(), &six) == 1)
    return;
  reader.warn(fmt::format("readcf: option {}: invalid IP address {}", value.option, shown));
}

void delivery_mode(LineReader& reader, const OptionValue& value) {
  const bool known =
      std::string_view("bdiq").find(value.text.substr(0, 1)) != std::string_view::npos;
  if (known) {  // nothing at all is the default
    reader.set_own_macro(kDeliveryModeName, value.text.empty() ? "i" : value.text.substr(0, 1));
    return;
  }
  reader.fail(fmt::format("Unknown delivery mode {}", first_letter(value.text)), kExitUsage);
}

void eight_bit_mode(LineReader& reader, const OptionValue& value) {
  if (!value.text.empty() &&
      std::string_view("mps").find(value.text[0]) != std::string_view::npos) {
    return;
  }
  reader.fail(fmt::format("Unknown 8-bit mode {}", first_letter(value.text)), kExitUsage);
}

void expand_cnames(LineReader& reader, const OptionValue& value) {
  reader.config.map_environment->expand_cnames = !is_true_value(value.text);
}

void fallback_mx(LineReader& reader, const OptionValue& value) {
  reader.config.map_environment->fallback_mx = value.text;
}

void hosts_file(LineReader& reader, const OptionValue& value) {
  reader.config.map_environment->hosts_file = value.text;
}

void headers_length(LineReader& reader, const OptionValue& value) {
  constexpr long kLeast = 16384;
  const long length = leading_number(value.text);
  if (length <= 0 || length >= kLeast) return;
  reader.note_plain(
      fmt::format("Warning: {}: headers length limit set lower than {}", value.option, kLeast));
}

void mime_lengths(LineReader& reader, const OptionValue& value) {
  constexpr long kLeastHeader = 128;
  constexpr long kLeastField = 40;
  const size_t slash = value.text.find('/');
  const long header = leading_number(value.text.substr(0, slash));
  const long field =
      slash == std::string_view::npos ? header / 2 : leading_number(value.text.substr(slash + 1));
  if (header > 0 && header < kLeastHeader) {
    reader.note_plain(fmt::format("Warning: {}: header length limit set lower than {}",
                                  value.option, kLeastHeader));
  }
  if (field > 0 && field < kLeastField) {
    reader.note_plain(fmt::format("Warning: {}: field length limit set lower than {}", value.option,
                                  kLeastField));
  }
}

void milter(LineReader& reader, const OptionValue& value) {
  if (!value.has_part) {
    reader.warn("milter_set_option: invalid Milter option, must specify suboption");
  } else if (!one_of(value.part, kMilter)) {
    reader.warn(fmt::format("milter_set_option: invalid Milter option {}", seven_bit(value.part)));
  }
}

void no_recipient(LineReader& reader, const OptionValue& value) {
  if (one_of(value.text, kNoRecipient)) return;
  reader.warn(fmt::format("Invalid {}: {}", value.option, seven_bit(value.text)));
}

void operators(LineReader& reader, const OptionValue& value) {
  Config& config = reader.config;
  if (config.operators_set || config.char_types) {
    reader.note_plain("Warning: OperatorChars is being redefined.");
    reader.note_plain("         It should only be set before ruleset definitions.");
  }
  config.operators = value.text;
  config.operators_set = true;
}

void privacy(LineReader& reader, const OptionValue& value) {
  const std::string text = seven_bit(value.text);
  for (const std::string_view word : option_words(text)) {
    if (!one_of(word, kPrivacy)) {
      reader.warn(fmt::format("readcf: Op line: {} unrecognized", word));
    }
  }
}

void queue_order(LineReader& reader, const OptionValue& value) {
  if (first_letter_is(value.text, "fhmnprst")) return;
  reader.warn(fmt::format("Invalid queue sort order \"{}\"", seven_bit(value.text)));
}

void queue_timeout(LineReader& reader, const OptionValue& value) {
  const size_t slash = value.text.find('/');
  if (slash != std::string_view::npos) {
    set_timeout(reader, "queuewarn", value.text.substr(slash + 1));
  }
  set_timeout(reader, "queuereturn", value.text.substr(0, slash));
}

void resolver(LineReader& reader, const OptionValue& value) {
  const std::string text = seven_bit(value.text);
  for (size_t at = 0; at < text.size();) {
    while (at < text.size() && is_blank(text[at])) ++at;
    const bool off = at < text.size() && text[at] == '-';
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const size_t begin = at;
    while (at < text.size() && !is_blank(text[at])) ++at;
    const std::string_view word = std::string_view(text).substr(begin, at - begin);
    if (!one_of(word, kResolver)) {
      reader.warn(fmt::format("readcf: I option value {} unrecognized", word));
    }
    MapEnvironment& environment = *reader.config.map_environment;
    if (equal_folded(word, "dnsrch")) environment.search_domains = !off;
    if (equal_folded(word, "defnames")) environment.default_domain = !off;
    if (equal_folded(word, "haswildcardmx")) environment.wildcard_mx = !off;
  }
}

void safety(LineReader& reader, const OptionValue& value) {
  const std::string text = seven_bit(value.text);
  for (const std::string& word : reader.config.map_environment->safety.add_words(text)) {
    reader.warn(fmt::format("readcf: {} option: {} unrecognized", value.option, word));
  }
}

void service_switch(LineReader& reader, const OptionValue& value) {
  reader.config.map_environment->service_switch_file = value.text;
}

void time(LineReader& reader, const OptionValue& value) {
  check_time(seven_bit(value.text), reader);
}

// `Timeout.NAME=TIME`, or the old `NAME=TIME,...`, or one time for all that are about reading.
void timeout(LineReader& reader, const OptionValue& value) {
  if (value.has_part) return set_timeout(reader, value.part, value.text);
  if (reader.tracing(37, 2)) {
    reader.trace(fmt::format("inittimeouts({})", raw_bytes(value.text)));
  }
  std::string_view rest = value.text;
  while (!rest.empty()) {
    const size_t comma = std::min(rest.find(','), rest.size());
    std::string_view field = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    while (!field.empty() && is_blank(field.front())) field.remove_prefix(1);
    if (field.empty()) continue;
    const size_t colon = field.find(':');
    const size_t equals = colon == std::string_view::npos ? field.find('=') : colon;
    if (is_digit(field.front())) {
      check_time(seven_bit(field), reader);
    } else if (equals != std::string_view::npos) {
      set_timeout(reader, field.substr(0, equals), field.substr(equals + 1));
    }
  }
}

// Words and numbers, with a comma or a blank after each.
void tls_options(LineReader& reader, const OptionValue& value) {
  constexpr std::string_view kPrefix = "SSL_OP_";
  const std::string text = seven_bit(value.text);
  for (size_t at = 0; at < text.size(); ++at) {
    while (at < text.size() && is_blank(text[at])) ++at;
    if (at == text.size()) return;
    if (text[at] == '-' || text[at] == '+') ++at;
    const size_t begin = at;
    while (at < text.size() && text[at] != ',' && !is_blank(text[at])) ++at;
    const std::string_view word = std::string_view(text).substr(begin, at - begin);
    const bool number = !word.empty() && is_digit(word.front());
    const bool prefixed = equal_folded(word.substr(0, kPrefix.size()), kPrefix);
    if (number || (prefixed && one_of(word.substr(kPrefix.size()), kTls))) continue;
    reader.warn(fmt::format("readcf: {} option value {} unrecognized", value.option, word));
  }
}

void trusted_user(LineReader& reader, const OptionValue& value) {
  const std::string name = seven_bit(value.text);
  if (!is_user(name)) {
    reader.warn(fmt::format("readcf: option {}: unknown user {}", value.option, name));
    return;
  }
  const passwd* entry = is_digit(name.front()) ? nullptr : getpwnam(name.c_str());
  reader.config.map_environment->safety.trusted_user =
      entry != nullptr ? entry->pw_uid : static_cast<uid_t>(std::atoi(name.c_str()));
}

void group(LineReader& reader, const OptionValue& value) {
  const std::string name = seven_bit(value.text);
  const bool known = !name.empty() && is_group(name);
  if (!known) reader.warn(fmt::format("readcf: option {}: unknown group {}", value.letter, name));
}

// As a D line, but that the value is taken as it stands.
void macro(LineReader& reader, const OptionValue& value) {
  size_t size = 0;
  const NameId name = reader.name_at(value.text, size);
  if (name != kNoName)
    reader.set_macro(name, std::string(cut_marked(value.text.substr(size), kMaxExpanded)));
}

void user_and_group(LineReader& reader, const OptionValue& value) {
  const Owner owner = owner_of(seven_bit(value.text));
  const std::string option =
      value.letter == '\0' ? std::string(value.option) : std::string(1, value.letter);
  if (!is_user(owner.user)) {
    reader.warn(fmt::format("readcf: option {}: unknown user {}", option, owner.user));
    return;
  }
  if (value.option == "RunAsUser") set_run_as(reader, owner);
  if (value.letter == 'u' && is_digit(owner.user.front())) trace_default_user(reader, owner.user);
  if (!is_group(owner.group)) {
    reader.warn(fmt::format("readcf: option {}: unknown group {}", option, owner.group));
  }
}

void utf8(LineReader& reader, const OptionValue& value) {
  if (is_true_value(value.text)) {
    reader.warn(fmt::format("readcf: option: {} set but no USE_EAI support", value.option));
  } else {
    reader.note_plain(fmt::format("Warning: Option: {} requires USE_EAI support", value.option));
  }
}

}  // namespace option_checks

void tell_options(LineReader& reader) {
  const Config& config = reader.config;
  const std::string* super_safe = config.option("SuperSafe");
  const std::string* mode = config.option("DeliveryMode");
  if (super_safe != nullptr && first_letter_is(*super_safe, "i") &&
      (mode == nullptr || mode->substr(0, 1) != "i")) {
    reader.note_plain("WARNING: SuperSafe=interactive should only be used with");
    reader.note_plain("         DeliveryMode=interactive");
  }
  const std::string* database = config.option("MailboxDatabase");
  if (database != nullptr && *database != "pw") {
    reader.fail_after_all(
        fmt::format("Can't initialize mailbox database \"{}\": Service unavailable",
                    seven_bit(*database)),
        kExitUnavailable);
  }
}

void tell_host_status_options(LineReader& reader) {
  const Config& config = reader.config;
  const std::string* single = config.option("SingleThreadDelivery");
  const std::string* status = config.option("HostStatusDirectory");
  const std::string* cache = config.option("ConnectionCacheSize");
  bool has_status = status != nullptr && !status->empty();
  if (has_status && cache != nullptr && leading_number(*cache) == 0) {
    reader.note_plain("Warning: HostStatusDirectory disabled with ConnectionCacheSize = 0");
    has_status = false;
  }
  if (!has_status && single != nullptr && is_true_value(*single)) {
    reader.note_plain("Warning: HostStatusDirectory required for SingleThreadDelivery");
  }
}

}  // namespace rules
