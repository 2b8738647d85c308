// The mechanisms of AUTH. Tested by tests/host/ (auth, S9, S15).
#include "auth.h"

#include <algorithm>

#include "auth_client.h"
#include "users.h"

namespace host {

namespace {

// The response of PLAIN (RFC 4616): "authorization NUL user NUL password".
std::optional<Credentials> read_plain(const std::string& bytes) {
  if (std::count(bytes.begin(), bytes.end(), '\0') != 2) return std::nullopt;
  const std::size_t first = bytes.find('\0');
  const std::size_t second = bytes.rfind('\0');
  Credentials read;
  read.user = bytes.substr(0, first);
  read.identity = bytes.substr(first + 1, second - first - 1);
  read.password = bytes.substr(second + 1);
  if (read.user.empty()) read.user = read.identity;
  // A user's name goes into macros, headers and the log.
  const bool good = std::all_of(read.identity.begin(), read.identity.end(),
                                [](char c) { return c > ' ' && c <= '~'; });
  return good && !read.identity.empty() ? std::optional(read) : std::nullopt;
}

class Plain final : public AuthExchange {
 public:
  explicit Plain(std::string users) : users_(std::move(users)) {}
  AuthStep step(const std::string& response) override {
    const auto who = read_plain(response);
    const auto users = Users::read(users_);
    if (!users) return {.kind = AuthStep::Kind::kLater};
    const bool known = who && users->is_password(who->identity, who->password);
    if (!known || who->user != who->identity) return {};  // nobody acts for another here
    return {.kind = AuthStep::Kind::kDone, .user = who->identity};
  }

 private:
  std::string users_;
};

// The certificate says who it is; the response may only repeat it.
class External final : public AuthExchange {
 public:
  explicit External(std::string subject) : subject_(std::move(subject)) {}
  AuthStep step(const std::string& response) override {
    if (!response.empty() && response != subject_) return {};
    return {.kind = AuthStep::Kind::kDone, .user = subject_};
  }

 private:
  std::string subject_;
};

class ClientPlain final : public AuthExchange {
 public:
  explicit ClientPlain(const Credentials& who) {
    // Without NUL between them in any, which read_authinfo() sees to.
    response_ = who.user + '\0' + who.identity + '\0' + who.password;
  }
  AuthStep step(const std::string&) override {
    return {.kind = AuthStep::Kind::kDone, .challenge = response_};
  }

 private:
  std::string response_;
};

bool may_plain(const AuthSituation& now) { return !now.users.empty() && now.is_tls; }
bool may_external(const AuthSituation& now) { return !now.subject.empty(); }
bool may_digest(const AuthSituation& now) { return !now.users.empty() && has_digest_md5(); }

}  // namespace

std::string auth_mechanisms(const AuthSituation& situation) {
  std::string words;
  if (may_plain(situation)) words += " PLAIN";
  if (may_external(situation)) words += " EXTERNAL";
  if (may_digest(situation)) words += " DIGEST-MD5";
  return words.empty() ? "" : words.substr(1);
}

std::unique_ptr<AuthExchange> begin_auth(const std::string& mechanism,
                                         const AuthSituation& situation) {
  if (mechanism == "PLAIN" && may_plain(situation)) {
    return std::make_unique<Plain>(situation.users);
  }
  if (mechanism == "EXTERNAL" && may_external(situation)) {
    return std::make_unique<External>(situation.subject);
  }
  if (mechanism == "DIGEST-MD5" && may_digest(situation)) return begin_digest_md5(situation);
  return nullptr;
}

std::unique_ptr<AuthExchange> begin_client_auth(const std::string& mechanism,
                                                const Credentials& credentials,
                                                const std::string& server, bool is_tls) {
  if (mechanism == "PLAIN" && is_tls) return std::make_unique<ClientPlain>(credentials);
  if (mechanism == "DIGEST-MD5" && has_digest_md5()) {
    return begin_digest_md5_client(credentials, server, !is_tls);
  }
  return nullptr;
}

}  // namespace host
