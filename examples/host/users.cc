// Who may authenticate. Tested by tests/host/ (auth, S9).
#include "users.h"

#include <crypt.h>
#include <openssl/crypto.h>
#include <sys/stat.h>

#include <fstream>
#include <memory>
#include <sstream>

#include "log.h"

namespace host {

namespace {

bool is_equal(const std::string& a, const std::string& b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

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
