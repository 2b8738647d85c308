// In place of auth_sasl.cc where there is no libsasl2.
#include "auth.h"

namespace host {

bool has_digest_md5() { return false; }
std::unique_ptr<AuthExchange> begin_digest_md5(const AuthSituation&) { return nullptr; }
std::unique_ptr<AuthExchange> begin_digest_md5_client(const Credentials&, const std::string&,
                                                      bool) {
  return nullptr;
}

}  // namespace host
