// See ldap_search.h.

#include "maps/ldap_search.h"

#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "text/fold.h"

namespace rules {

namespace {

constexpr int kConnectSeconds = 30;
constexpr size_t kMostSearches = 1000;
constexpr size_t kMostBytes = 1 << 20;
constexpr const char* kAnyEntry = "(objectClass=*)";
constexpr std::string_view kClassAttribute = "objectClass";

timeval interval(LdapSearch::Clock::duration time) {
  const auto left = std::max(std::chrono::duration_cast<std::chrono::microseconds>(time),
                             std::chrono::microseconds(1));
  timeval out{};
  out.tv_sec = static_cast<time_t>(left.count() / 1000000);
  out.tv_usec = static_cast<suseconds_t>(left.count() % 1000000);
  return out;
}

LDAP* new_handle(const LdapLibrary& library, const LdapSettings& settings) {
  LDAP* ldap = nullptr;
  if (settings.uri.empty()) {
    const std::string host = settings.host.empty() ? "localhost" : settings.host;
    return library.ldap_init(host.c_str(), settings.port == 0 ? LDAP_PORT : settings.port);
  }
  // The reference would go on with the system's own server.
  if (library.ldap_initialize(&ldap, settings.uri.c_str()) == LDAP_SUCCESS) return ldap;
  errno = ENOTCONN;
  return nullptr;
}

int deref_of(LdapSettings::Deref deref) {
  switch (deref) {
    case LdapSettings::Deref::always:
      return LDAP_DEREF_ALWAYS;
    case LdapSettings::Deref::searching:
      return LDAP_DEREF_SEARCHING;
    case LdapSettings::Deref::finding:
      return LDAP_DEREF_FINDING;
    default:
      return LDAP_DEREF_NEVER;
  }
}

// LDAP_OPT_ON is an address in the library; all that is not LDAP_OPT_OFF will do.
constexpr const void* kOn = &kMostSearches;

void set_options(const LdapLibrary& library, LDAP* ldap, const LdapSettings& settings) {
  const int seconds = settings.connect_seconds > 0 ? settings.connect_seconds : kConnectSeconds;
  const timeval patience = interval(std::chrono::seconds(seconds));
  library.ldap_set_option(ldap, LDAP_OPT_NETWORK_TIMEOUT, &patience);
  library.ldap_set_option(ldap, LDAP_OPT_RESTART, kOn);
  library.ldap_set_option(ldap, LDAP_OPT_REFERRALS, settings.follow_referrals ? kOn : LDAP_OPT_OFF);
  if (settings.version == 0) return;
  library.ldap_set_option(ldap, LDAP_OPT_PROTOCOL_VERSION, &settings.version);
}

// When the server says no, the reference shows what connecting left in errno.
int error_of_refusal(const LdapSettings& settings) {
  const bool waited = settings.connect_seconds == 0 && !settings.uri.starts_with("ldapi:");
  return waited ? EINPROGRESS : 0;
}

bool bind(const LdapLibrary& library, LDAP* ldap, const LdapSettings& settings) {
  std::string secret = settings.secret;
  berval credentials{};
  credentials.bv_val = secret.data();
  credentials.bv_len = secret.size();
  int id = 0;
  if (library.ldap_sasl_bind(ldap, settings.user.empty() ? nullptr : settings.user.c_str(),
                             LDAP_SASL_SIMPLE, &credentials, nullptr, nullptr,
                             &id) != LDAP_SUCCESS) {
    return false;
  }
  const int seconds = settings.connect_seconds > 0 ? settings.connect_seconds : kConnectSeconds;
  timeval patience = interval(std::chrono::seconds(seconds));
  LDAPMessage* answer = nullptr;
  const int type = library.ldap_result(ldap, id, LDAP_MSG_ALL, &patience, &answer);
  if (type == 0) errno = ETIMEDOUT;
  if (type <= 0) return false;
  int code = LDAP_OTHER;
  library.ldap_parse_result(ldap, answer, &code, nullptr, nullptr, nullptr, nullptr, 1);
  errno = code == LDAP_SUCCESS ? 0 : error_of_refusal(settings);
  return code == LDAP_SUCCESS;
}

void append_escaped(std::string_view text, std::string& out) {
  constexpr char kFigures[] = "0123456789ABCDEF";
  for (const char c : text) {
    if (std::string_view("*()\\").find(c) == std::string_view::npos && c != '\0') {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.append({'\\', kFigures[byte >> 4], kFigures[byte & 15]});
  }
}

int scope_of(LdapSettings::Scope scope) {
  switch (scope) {
    case LdapSettings::Scope::base:
      return LDAP_SCOPE_BASE;
    case LdapSettings::Scope::one:
      return LDAP_SCOPE_ONELEVEL;
    default:
      return LDAP_SCOPE_SUBTREE;
  }
}

std::string folded(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(fold(c));
  return out;
}

}  // namespace

std::unique_ptr<LdapConnection> connect_ldap(const LdapLibrary& library,
                                             const LdapSettings& settings) {
  LDAP* const ldap = new_handle(library, settings);
  if (ldap == nullptr) return nullptr;
  auto connection = std::make_unique<LdapConnection>(library, ldap);
  set_options(library, ldap, settings);
  errno = 0;  // the library has looked for files of its own
  if (settings.method == LdapSettings::Method::simple && bind(library, ldap, settings)) {
    return connection;
  }
  const int error = errno;
  connection.reset();
  errno = error;
  return nullptr;
}

std::string ldap_filter(std::string_view pattern, std::string_view key,
                        const std::vector<std::string>& arguments, bool many) {
  std::string out;
  for (size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    const char next = c == '%' && at + 1 < pattern.size() ? pattern[at + 1] : '\0';
    const bool argument = many && next >= '1' && next <= '9';
    if (next == 's') {
      out += key;
    } else if (next == '0') {
      append_escaped(key, out);
    } else if (argument) {
      const auto number = static_cast<size_t>(next - '0');
      if (number < arguments.size()) append_escaped(arguments[number], out);
    } else {
      out += c;
    }
    if (next == 's' || next == '0' || next == '%' || argument) ++at;
  }
  return out;
}

LdapSearch::LdapSearch(const LdapConnection& connection, const MapDefinition& map,
                       const LdapSettings& settings, Clock::time_point deadline)
    : library_(connection.library),
      ldap_(connection.ldap),
      map_(map),
      settings_(settings),
      deadline_(deadline) {}

LdapResult LdapSearch::run(const std::string& filter) {
  Question first{settings_.base, scope_of(settings_.scope), filter, {}};
  first.attributes.emplace_back(kClassAttribute);
  for (const LdapAttribute& attribute : settings_.attributes) {
    first.attributes.push_back(attribute.name);
  }
  const int deref = deref_of(settings_.deref);  // the connection may be one of another map
  library_.ldap_set_option(ldap_, LDAP_OPT_DEREF, &deref);
  bool good = ask(first);
  // As the reference does, all searches of one generation, then those that they asked for.
  while (good && !next_.empty() && !satisfied() && !(map_.single_match && result_.found)) {
    result_.recursed = true;
    for (const Follow& item : std::exchange(next_, {})) {
      bool bad = false;
      Question question = question_of(item, bad);
      if (question.attributes.empty() && item.first != LdapAttribute::Type::url) {
        question.attributes = first.attributes;
      }
      good = bad ? fail(LdapResult::End::failed, "Unknown error") : ask(question);
      if (!good) break;
      if (result_.end == LdapResult::End::not_sent) break;
    }
  }
  if (result_.recursed && result_.end == LdapResult::End::not_sent) {
    result_.end = LdapResult::End::failed;
  }
  if (too_many_) result_ = {};
  return std::move(result_);
}

LdapSearch::Question LdapSearch::question_of(const Follow& follow, bool& bad) const {
  const int scope = scope_of(settings_.scope);
  if (follow.first == LdapAttribute::Type::dn) return {follow.second, scope, kAnyEntry, {}};
  if (follow.first == LdapAttribute::Type::filter) {
    return {settings_.base, scope, follow.second, {}};
  }
  LDAPURLDesc* url = nullptr;
  bad = library_.ldap_url_parse(follow.second.c_str(), &url) != LDAP_SUCCESS;
  if (bad) return {};
  Question question{url->lud_dn == nullptr ? "" : url->lud_dn,
                    url->lud_scope,
                    url->lud_filter == nullptr ? kAnyEntry : url->lud_filter,
                    {}};
  for (char** name = url->lud_attrs; name != nullptr && *name != nullptr; ++name) {
    question.attributes.emplace_back(*name);
  }
  library_.ldap_free_urldesc(url);
  return question;
}

bool LdapSearch::ask(const Question& question) {
  if (++searches_ > kMostSearches) {
    return fail(LdapResult::End::failed, "more than 1000 searches");
  }
  std::vector<char*> names;
  for (const std::string& name : question.attributes) {
    names.push_back(const_cast<char*>(name.c_str()));
  }
  all_attributes_ = names.empty();
  names.push_back(nullptr);
  entries_ = 0;
  timeval server_limit = interval(std::chrono::seconds(settings_.time_limit));
  int id = 0;
  const int code = library_.ldap_search_ext(
      ldap_, question.base.c_str(), question.scope, question.filter.c_str(),
      all_attributes_ ? nullptr : names.data(), settings_.names_only ? 1 : 0, nullptr, nullptr,
      settings_.time_limit > 0 ? &server_limit : nullptr,
      settings_.size_limit > 0 ? settings_.size_limit : LDAP_NO_LIMIT, &id);
  if (code != LDAP_SUCCESS) {
    fail_with(code);
    return fail(LdapResult::End::not_sent, library_.ldap_err2string(code));
  }
  return read_answers(id);
}

bool LdapSearch::read_answers(int id) {
  while (true) {
    timeval left = interval(deadline_ - Clock::now());
    LDAPMessage* message = nullptr;
    const int type = library_.ldap_result(ldap_, id, LDAP_MSG_ONE, &left, &message);
    if (type == 0) {
      library_.ldap_abandon_ext(ldap_, id, nullptr, nullptr);
      result_.lost = true;
      return fail(LdapResult::End::failed, std::strerror(ETIMEDOUT));
    }
    if (type < 0) {
      int code = LDAP_OTHER;
      library_.ldap_get_option(ldap_, LDAP_OPT_RESULT_CODE, &code);
      return fail_with(code);
    }
    if (type == LDAP_RES_SEARCH_RESULT) return finish(message);
    const bool more = type != LDAP_RES_SEARCH_ENTRY || take_entry(message);
    library_.ldap_msgfree(message);
    if (more) continue;
    library_.ldap_abandon_ext(ldap_, id, nullptr, nullptr);
    return !too_many_ && result_.end == LdapResult::End::done;
  }
}

// The end of a search. With -1, one entry more than wanted is as good as many.
bool LdapSearch::finish(LDAPMessage* message) {
  int code = LDAP_OTHER;
  library_.ldap_parse_result(ldap_, message, &code, nullptr, nullptr, nullptr, nullptr, 1);
  if (code == LDAP_SUCCESS) return true;
  if (code != LDAP_SIZELIMIT_EXCEEDED || !map_.single_match) return fail_with(code);
  too_many_ = true;
  return false;
}

// False: no more is wanted.
bool LdapSearch::take_entry(LDAPMessage* entry) {
  if (++entries_ > 1 && map_.single_match) {
    too_many_ = true;
    return false;
  }
  if (map_.match_only) {
    result_.found = true;
    return map_.single_match;
  }
  if (!first_visit(entry)) return true;
  if (!settings_.has_attributes && !all_attributes_) {
    return fail(LdapResult::End::no_attribute, std::strerror(EFAULT));
  }
  std::set<std::string> classes;
  for (const std::string& name : values_of(entry, "objectClass")) classes.insert(folded(name));
  BerElement* position = nullptr;
  bool more = true;
  for (char* name = library_.ldap_first_attribute(ldap_, entry, &position); name != nullptr;
       name = library_.ldap_next_attribute(ldap_, entry, position)) {
    more = more && take_attribute(entry, name, classes);
    library_.ldap_memfree(name);
  }
  if (position != nullptr) library_.ber_free(position, 0);
  return more || (map_.single_match && result_.end == LdapResult::End::done);
}

bool LdapSearch::first_visit(LDAPMessage* entry) {
  char* name = library_.ldap_get_dn(ldap_, entry);
  if (name == nullptr) return true;
  const bool first = visited_.insert(folded(name)).second;
  library_.ldap_memfree(name);
  return first;
}

bool LdapSearch::satisfied() const {
  return result_.found && (map_.column_delimiter == 0 || map_.match_only);
}

bool LdapSearch::take_attribute(LDAPMessage* entry, const char* name,
                                const std::set<std::string>& classes) {
  if (satisfied()) return false;
  const LdapAttribute* attribute = wanted(name);
  if (attribute == nullptr && equal_folded(name, kClassAttribute)) return true;
  if (attribute != nullptr && !attribute->classes.empty()) {
    const bool member = std::any_of(attribute->classes.begin(), attribute->classes.end(),
                                    [&](const auto& one) { return classes.contains(folded(one)); });
    if (!member) return true;
  }
  if (settings_.names_only) return take_value(name, name, LdapAttribute::Type::normal);
  const auto type = attribute == nullptr ? LdapAttribute::Type::normal : attribute->type;
  for (const std::string& value : values_of(entry, name)) {
    if (!take_value(name, value, type)) return false;
  }
  return true;
}

// False: no more is wanted.
bool LdapSearch::take_value(std::string_view name, std::string_view value,
                            LdapAttribute::Type type) {
  if (value.find('\0') != std::string_view::npos) {
    return fail(LdapResult::End::failed, library_.ldap_err2string(LDAP_DECODING_ERROR));
  }
  const bool first_only = map_.column_delimiter == 0;
  if (type != LdapAttribute::Type::normal && !first_only) {
    follow(type, value);
    return true;
  }
  std::string text;
  if (settings_.separator != 0 && !settings_.names_only) text.append(name) += settings_.separator;
  add(text.append(value));
  return !first_only;
}

void LdapSearch::add(std::string_view text) {
  if (result_.value.size() + text.size() > kMostBytes) return;
  if (result_.found) result_.value += map_.column_delimiter;
  result_.value += text;
  result_.found = true;
}

void LdapSearch::follow(LdapAttribute::Type type, std::string_view value) {
  Follow item(type, value);
  if (known_.size() <= kMostSearches && known_.insert(item).second)
    next_.push_back(std::move(item));
}

bool LdapSearch::fail(LdapResult::End end, std::string words) {
  result_.end = end;
  result_.words = std::move(words);
  return false;
}

bool LdapSearch::fail_with(int code) {
  result_.lost = code == LDAP_SERVER_DOWN || code == LDAP_UNAVAILABLE || code == LDAP_TIMEOUT ||
                 code == LDAP_CONNECT_ERROR || code == LDAP_BUSY;
  result_.spent = code == LDAP_PROTOCOL_ERROR;
  return fail(LdapResult::End::failed, library_.ldap_err2string(code));
}

std::vector<std::string> LdapSearch::values_of(LDAPMessage* entry, const char* name) const {
  std::vector<std::string> values;
  berval** all = library_.ldap_get_values_len(ldap_, entry, name);
  if (all == nullptr) return values;
  for (berval** one = all; *one != nullptr; ++one) {
    values.emplace_back((*one)->bv_val, (*one)->bv_len);
  }
  library_.ldap_value_free_len(all);
  return values;
}

const LdapAttribute* LdapSearch::wanted(std::string_view name) const {
  for (const LdapAttribute& attribute : settings_.attributes) {
    if (equal_folded(attribute.name, name)) return &attribute;
  }
  return nullptr;
}

}  // namespace rules
