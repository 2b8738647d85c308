// Base64, and the words of an AuthInfo: entry. Tested by tests/host/reader_test.cc and
// fuzz_smtp.cc.
#include <openssl/evp.h>

#include <algorithm>
#include <utility>

#include "auth.h"

namespace host {

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0 || text.size() > 65536) return std::nullopt;
  const std::size_t padding = text.size() - (text.find_last_not_of('=') + 1);
  if (text.find('=') < text.size() - padding || padding > 2) return std::nullopt;
  std::string out(text.size() / 4 * 3, '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  if (length != static_cast<int>(out.size())) return std::nullopt;
  out.resize(out.size() - padding);
  return out;
}

std::string base64_encode(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4, '\0');  // a string has room for the NUL behind it
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                  reinterpret_cast<const unsigned char*>(bytes.data()),
                  static_cast<int>(bytes.size()));
  return out;
}

namespace {

constexpr std::pair<char, std::string Credentials::*> kFields[] = {
    {'U', &Credentials::user},  {'I', &Credentials::identity},   {'P', &Credentials::password},
    {'R', &Credentials::realm}, {'M', &Credentials::mechanisms},
};

bool read_word(std::string_view word, Credentials& credentials) {
  if (word.size() < 2 || (word[1] != ':' && word[1] != '=')) return false;
  const auto* field = std::find_if(std::begin(kFields), std::end(kFields),
                                   [&](const auto& one) { return one.first == word[0]; });
  if (field == std::end(kFields)) return false;
  const std::string_view value = word.substr(2);
  const auto decoded = word[1] == '=' ? base64_decode(value) : std::string(value);
  if (decoded) credentials.*field->second = *decoded;
  return decoded && decoded->find('\0') == std::string::npos;
}

}  // namespace

std::optional<Credentials> read_authinfo(std::string_view words) {
  Credentials credentials;
  for (;;) {
    words.remove_prefix(std::min(words.find_first_not_of(' '), words.size()));
    if (words.empty()) break;
    const std::size_t end = words.find('"', 1);
    if (words[0] != '"' || end == words.npos) return std::nullopt;
    if (!read_word(words.substr(1, end - 1), credentials)) return std::nullopt;
    words.remove_prefix(end + 1);
  }
  if (credentials.user.empty()) credentials.user = credentials.identity;
  if (credentials.identity.empty()) credentials.identity = credentials.user;
  if (credentials.user.empty() || credentials.password.empty()) return std::nullopt;
  return credentials;
}

}  // namespace host
