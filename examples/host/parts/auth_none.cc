// In place of auth_sasl.cc where there is no libsasl2.
#include "auth.h"

namespace host {

bool has_digest_md5() { return false; }
AuthExchange begin_digest_md5(const AuthSituation&) { return nullptr; }
AuthExchange begin_digest_md5_client(const Credentials&, const std::string&, bool) {
  return nullptr;
}

}  // namespace host
