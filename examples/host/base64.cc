// Base64 as AUTH has it. Tested by tests/host/ (auth) and fuzz_smtp.cc.
#include "base64.h"

#include <openssl/evp.h>

#include <vector>

namespace host {

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0 || text.size() > 65536) return std::nullopt;
  if (text.empty()) return "";
  const std::size_t padding = text.size() - text.find_last_not_of('=') - 1;
  if (text.find('=') < text.size() - padding || padding > 2) return std::nullopt;
  std::vector<unsigned char> out(text.size() / 4 * 3);
  const int length =
      EVP_DecodeBlock(out.data(), reinterpret_cast<const unsigned char*>(text.data()),
                      static_cast<int>(text.size()));
  if (length != static_cast<int>(out.size())) return std::nullopt;
  return std::string(out.begin(), out.end() - static_cast<std::ptrdiff_t>(padding));
}

std::string base64_encode(std::string_view bytes) {
  std::vector<unsigned char> out((bytes.size() + 2) / 3 * 4 + 1);
  const int length =
      EVP_EncodeBlock(out.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      static_cast<int>(bytes.size()));
  return {out.begin(), out.begin() + length};
}

}  // namespace host
