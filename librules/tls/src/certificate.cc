// See certificate.h.

#include "certificate.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "xtext.h"

namespace rules::tls {

namespace {

constexpr size_t kNameBytes = 256;  // of sendmail's buffers, the NUL included

struct FreeNames {
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};

std::string_view bytes_of(const ASN1_STRING* text) {
  const auto* data = reinterpret_cast<const char*>(ASN1_STRING_get0_data(text));
  const int length = ASN1_STRING_length(text);
  return data == nullptr || length <= 0 ? std::string_view()
                                        : std::string_view(data, static_cast<size_t>(length));
}

// 192.0.2.1, or IPv6: and eight numbers, as sendmail writes addresses. Empty: no address.
std::string address_text(std::string_view bytes) {
  std::string out;
  if (bytes.size() == 4) {
    for (const char c : bytes) {
      if (!out.empty()) out += '.';
      out += std::to_string(static_cast<unsigned char>(c));
    }
    return out;
  }
  if (bytes.size() != 16) return out;
  out = "IPv6";
  for (size_t at = 0; at < bytes.size(); at += 2) {
    const unsigned number =
        static_cast<unsigned char>(bytes[at]) * 256u + static_cast<unsigned char>(bytes[at + 1]);
    std::array<char, 8> text;
    snprintf(text.data(), text.size(), ":%x", number);
    out += text.data();
  }
  return out;
}

void add_name(const GENERAL_NAME& name, std::vector<AltName>& names) {
  const auto add_text = [&](rules_tls_name_kind kind, const ASN1_STRING* text) {
    if (is_alt_name(bytes_of(text))) names.push_back({kind, xtext(bytes_of(text))});
  };
  switch (name.type) {
    case GEN_DNS:
      return add_text(RULES_TLS_DNS, name.d.dNSName);
    case GEN_EMAIL:
      return add_text(RULES_TLS_EMAIL, name.d.rfc822Name);
    case GEN_URI:
      return add_text(RULES_TLS_URI, name.d.uniformResourceIdentifier);
    case GEN_IPADD:
      if (auto text = address_text(bytes_of(name.d.iPAddress)); !text.empty()) {
        names.push_back({RULES_TLS_IP, std::move(text)});
      }
      return;
    default:
      return;
  }
}

}  // namespace

bool is_alt_name(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

AltNamesStatus read_alt_names(const X509* certificate, int nid, size_t most,
                              std::vector<AltName>& names) {
  int critical = 0;
  const std::unique_ptr<GENERAL_NAMES, FreeNames> found(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, nid, &critical, nullptr)));
  if (found == nullptr) return critical == -1 ? AltNamesStatus::read : AltNamesStatus::unreadable;
  const int count = sk_GENERAL_NAME_num(found.get());
  if (count > 0 && static_cast<size_t>(count) > most) return AltNamesStatus::too_many;
  for (int i = 0; i < count; ++i) add_name(*sk_GENERAL_NAME_value(found.get(), i), names);
  return AltNamesStatus::read;
}

std::string distinguished_name(const X509_NAME* name) {
  std::array<char, kNameBytes> text{};
  if (X509_NAME_oneline(name, text.data(), text.size()) == nullptr) return {};
  return xtext(text.data());
}

std::string common_name(std::string_view text) {
  if (text.size() >= kNameBytes - 1) return "BadCertificateTooLong";
  if (text.find('\0') != std::string_view::npos) return "BadCertificateContainsNUL";
  return xtext(text);
}

std::string common_name(const X509_NAME* name) {
  const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  if (at < 0) return "BadCertificateUnknown";
  return common_name(bytes_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at))));
}

std::string fingerprint(const X509* certificate, const char* digest) {
  const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> method(
      EVP_MD_fetch(nullptr, digest, nullptr), EVP_MD_free);
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned length = 0;
  if (method == nullptr || X509_digest(certificate, method.get(), bytes.data(), &length) != 1) {
    return {};
  }
  std::array<char, 3 * EVP_MAX_MD_SIZE> text;
  const bool written =
      OPENSSL_buf2hexstr_ex(text.data(), text.size(), nullptr, bytes.data(), length, ':') == 1;
  return written ? text.data() : "";
}

std::string not_after(const X509* certificate) {
  struct tm when = {};
  const ASN1_TIME* end = X509_get0_notAfter(certificate);
  if (end == nullptr || ASN1_TIME_to_tm(end, &when) != 1) return {};
  std::array<char, 32> text;
  return {text.data(), strftime(text.data(), text.size(), "%Y%m%d%H%M%SZ", &when)};
}

}  // namespace rules::tls
