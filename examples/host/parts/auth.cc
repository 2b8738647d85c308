// The mechanisms of AUTH, and who may use them. Tested by tests/host/ (auth, S9, S15).
#include "auth.h"

#include <crypt.h>
#include <openssl/crypto.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "log.h"

namespace host {

namespace {

bool is_equal(const std::string& a, const std::string& b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

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

// ---- Who may authenticate

std::optional<Users> Users::read(const std::string& path) {
  struct stat status = {};
  std::ifstream in(path);
  if (!in || stat(path.c_str(), &status) != 0) {
    log_line(path, "cannot be read: nobody can authenticate");
    return std::nullopt;
  }
  if ((status.st_mode & 077) != 0) {
    log_line(path, "others may read or write it (chmod 600): nobody can authenticate");
    return std::nullopt;
  }
  Users users;
  std::string line;
  while (std::getline(in, line)) {
    std::istringstream words(line);
    std::string name;
    std::string secret;
    if (words >> name >> secret && name[0] != '#') users.secrets_[name] = secret;
  }
  return users;
}

bool Users::is_password(const std::string& user, const std::string& password) const {
  const auto known = secrets_.find(user);
  if (known == secrets_.end() || password.empty()) return false;
  if (known->second[0] != '$') return is_equal(known->second, password);
  const auto room = std::make_unique<crypt_data>();
  const char* hash = crypt_r(password.c_str(), known->second.c_str(), room.get());
  return hash != nullptr && is_equal(hash, known->second);
}

std::optional<std::string> Users::password(const std::string& user) const {
  const auto known = secrets_.find(user);
  if (known == secrets_.end() || known->second[0] == '$') return std::nullopt;
  return known->second;
}

}  // namespace host
