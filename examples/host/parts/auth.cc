// The mechanisms of AUTH, and who may use them. Tested by tests/host/ (auth, S9, S15).
#include "auth.h"

#include <crypt.h>
#include <openssl/crypto.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <memory>
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

bool is_password(const std::string& secret, const std::string& password) {
  if (secret.empty() || password.empty()) return false;
  if (secret[0] != '$') return is_equal(secret, password);
  const auto room = std::make_unique<crypt_data>();
  const char* hash = crypt_r(password.c_str(), secret.c_str(), room.get());
  return hash != nullptr && is_equal(hash, secret);
}

AuthStep check_plain(const std::string& users, const std::string& response) {
  const auto who = read_plain(response);
  const auto secret = secret_of(users, who ? who->identity : "");
  if (!secret) return {.kind = AuthStep::Kind::kLater};
  // Nobody acts for another here.
  const bool good = who && who->user == who->identity && is_password(*secret, who->password);
  return good ? AuthStep{.kind = AuthStep::Kind::kDone, .user = who->identity} : AuthStep();
}

// The certificate says who it is; the response may only repeat it.
AuthStep check_external(const std::string& subject, const std::string& response) {
  if (!response.empty() && response != subject) return {};
  return {.kind = AuthStep::Kind::kDone, .user = subject};
}

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

AuthExchange begin_auth(const std::string& mechanism, const AuthSituation& now) {
  if (mechanism == "PLAIN" && may_plain(now)) {
    return [users = now.users](const std::string& said) { return check_plain(users, said); };
  }
  if (mechanism == "EXTERNAL" && may_external(now)) {
    return
        [subject = now.subject](const std::string& said) { return check_external(subject, said); };
  }
  if (mechanism == "DIGEST-MD5" && may_digest(now)) return begin_digest_md5(now);
  return nullptr;
}

AuthExchange begin_client_auth(const std::string& mechanism, const Credentials& who,
                               const std::string& server, bool is_tls) {
  if (mechanism == "PLAIN" && is_tls) {
    // Without NUL in any of the three, which read_authinfo() sees to.
    const std::string response = who.user + '\0' + who.identity + '\0' + who.password;
    return [response](const std::string&) {
      return AuthStep{.kind = AuthStep::Kind::kDone, .text = response};
    };
  }
  if (mechanism == "DIGEST-MD5" && has_digest_md5()) {
    return begin_digest_md5_client(who, server, !is_tls);
  }
  return nullptr;
}

std::optional<std::string> secret_of(const std::string& users, const std::string& user) {
  struct stat status = {};
  std::ifstream in(users);
  if (!in || stat(users.c_str(), &status) != 0) {
    log_line(users, "cannot be read: nobody can authenticate");
    return std::nullopt;
  }
  if ((status.st_mode & 077) != 0) {
    log_line(users, "others may read or write it (chmod 600): nobody can authenticate");
    return std::nullopt;
  }
  std::string found;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string name;
    std::string secret;
    if (words >> name >> secret && name[0] != '#' && name == user) found = secret;
  }
  return found;
}

}  // namespace host
