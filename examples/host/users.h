// Who may authenticate: a file of `name secret` lines, which only its owner may read.
//
// A secret that begins with $ is a crypt(3) hash (`openssl passwd -6`); any other is the password,
// which DIGEST-MD5 needs.
//
// Tested by tests/host/ (auth, S9).
#ifndef EXAMPLES_HOST_USERS_H
#define EXAMPLES_HOST_USERS_H

#include <map>
#include <optional>
#include <string>

namespace host {

class Users {
 public:
  // Read at each AUTH, so that a changed file counts at once. Nothing: it cannot be read, or others
  // can read it too; the log says which.
  static std::optional<Users> read(const std::string& path);

  bool is_password(const std::string& user, const std::string& password) const;
  // Nothing: no such user, or only a hash is known.
  std::optional<std::string> password(const std::string& user) const;

 private:
  std::map<std::string, std::string> secrets_;
};

}  // namespace host

#endif
