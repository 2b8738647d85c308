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

std::optional<PlainResponse> read_plain(std::string_view bytes) {
  const std::size_t first = bytes.find('\0');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = bytes.find('\0', first + 1);
  if (second == std::string_view::npos || bytes.find('\0', second + 1) != std::string_view::npos) {
    return std::nullopt;
  }
  PlainResponse response{std::string(bytes.substr(0, first)),
                         std::string(bytes.substr(first + 1, second - first - 1)),
                         std::string(bytes.substr(second + 1))};
  // A user's name goes into macros, headers and the log.
  for (const char c : response.user) {
    if (c <= ' ' || c > '~') return std::nullopt;
  }
  return response.user.empty() ? std::nullopt : std::optional(response);
}

}  // namespace host
