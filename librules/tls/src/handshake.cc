// See handshake.h.

#include "handshake.h"

#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace rules::tls {

namespace {

constexpr size_t kDefaultMaxNames = 10000;
constexpr size_t kMaxListBytes = 60000;  // of {altname_subject}; a macro takes 64 KiB

struct NameKind {
  rules_tls_name_kind kind;
  std::string_view word;           // in {altname_subject}
  std::string_view subject_class;  // of rules
  std::string_view issuer_class;
};
constexpr std::array<NameKind, 4> kNameKinds = {{
    {RULES_TLS_DNS, "dns", "{subject_dns}", "{issuer_dns}"},
    {RULES_TLS_EMAIL, "email", "{subject_email}", "{issuer_email}"},
    {RULES_TLS_IP, "ip", "{subject_ip}", "{issuer_ip}"},
    {RULES_TLS_URI, "uri", "{subject_uri}", "{issuer_uri}"},
}};

constexpr std::string_view kCertAltnames = "{cert_altnames}";
constexpr std::string_view kChainSubjects = "{chain_subjects}";

struct MacroField {
  std::string_view name;
  std::string Handshake::*value;
};
constexpr std::array<MacroField, 15> kMacros = {{
    {"{verify}", &Handshake::verify},
    {"{verify_reason}", &Handshake::verify_reason},
    {"{tls_version}", &Handshake::version},
    {"{cipher}", &Handshake::cipher},
    {"{cipher_bits}", &Handshake::cipher_bits},
    {"{alg_bits}", &Handshake::alg_bits},
    {"{cert_subject}", &Handshake::subject},
    {"{cert_issuer}", &Handshake::issuer},
    {"{cn_subject}", &Handshake::subject_cn},
    {"{cn_issuer}", &Handshake::issuer_cn},
    {"{cert_md5}", &Handshake::md5},
    {"{cert_fp}", &Handshake::fingerprint},
    {"{cert_not_after}", &Handshake::not_after},
    {"{cert_chain_depth}", &Handshake::chain_depth},
    {"{subject_dns_count}", &Handshake::dns_count},
}};
constexpr std::string_view kSubjectList = "{altname_subject}";
constexpr std::string_view kIssuerList = "{altname_issuer}";

std::string reason_of(long error) {
  switch (error) {
#define VERIFY_REASON(name, word) \
  case X509_V_ERR_##name:         \
    return #word;
#include "verify.def"
#undef VERIFY_REASON
    default:
      return "error_" + std::to_string(error);
  }
}

std::string name_list(const std::vector<AltName>& names) {
  std::string list;
  for (const AltName& name : names) {
    for (const NameKind& kind : kNameKinds) {
      if (kind.kind != name.kind) continue;
      list += '<';
      list += kind.word;
      list += ':';
      list += name.text;
      list += '>';
    }
    if (list.size() > kMaxListBytes) return "<toolong:>";
  }
  return list;
}

// Sets and unsets in one session; the first failure stays.
class Publication {
 public:
  explicit Publication(rules_session* session) : session_(session) {}

  void set(std::string_view name, std::string_view value) {
    note(rules_session_set_macro(session_, RULES_CONNECTION, name.data(), name.size(), value.data(),
                                 value.size()));
  }
  void unset(std::string_view name) {
    // A value that a rule gave in this transaction would hide the new one.
    note(rules_session_forget_macro(session_, RULES_TRANSACTION, name.data(), name.size()));
    note(rules_session_unset_macro(session_, RULES_CONNECTION, name.data(), name.size()));
  }
  void add_word(std::string_view name, std::string_view word) {
    note(rules_session_add_class_word(session_, RULES_CONNECTION, name.data(), name.size(),
                                      word.data(), word.size()));
  }
  void clear_class(std::string_view name) {
    note(rules_session_clear_class(session_, RULES_CONNECTION, name.data(), name.size()));
  }
  rules_status status() const { return status_; }

 private:
  void note(rules_status status) {
    if (status_ == RULES_OK) status_ = status;
  }

  rules_session* session_;
  rules_status status_ = RULES_OK;
};

void add_names(Publication& publication, const std::vector<AltName>& names,
               std::string_view NameKind::*class_of) {
  for (const AltName& name : names) {
    for (const NameKind& kind : kNameKinds) {
      if (kind.kind == name.kind) publication.add_word(kind.*class_of, name.text);
    }
  }
}

void read_names(X509* certificate, int nid, size_t most, std::vector<AltName>& names,
                Handshake& handshake) {
  switch (read_alt_names(certificate, nid, most, names)) {
    case AltNamesStatus::read:
      return;
    case AltNamesStatus::too_many:
      return refuse("too_many_names", RULES_ELIMIT, handshake);
    case AltNamesStatus::unreadable:
      return refuse("bad_names", RULES_ELIMIT, handshake);
  }
}

}  // namespace

size_t most_names(const rules_tls_options& options) {
  return options.max_names == 0 ? kDefaultMaxNames : options.max_names;
}

void judge(const Judgement& judgement, Handshake& handshake) {
  if (judgement.error != X509_V_OK) {
    handshake.verify = "FAIL";
    handshake.verify_reason = reason_of(judgement.error);
  } else if (judgement.has_certificate) {
    handshake.verify = "OK";
    handshake.verify_reason = "ok";
  } else {
    handshake.verify = judgement.asked ? "NO" : "NOT";
    handshake.verify_reason = judgement.asked ? "no_certificate" : "not_asked";
  }
}

void count_names(Handshake& handshake) {
  handshake.dns_count =
      std::to_string(std::count_if(handshake.subject_names.begin(), handshake.subject_names.end(),
                                   [](const AltName& name) { return name.kind == RULES_TLS_DNS; }));
}

void refuse(const char* reason, rules_status status, Handshake& handshake) {
  handshake.verify = "FAIL";
  handshake.verify_reason = reason;
  handshake.status = status;
  handshake.subject_names.clear();
  handshake.issuer_names.clear();
  handshake.chain_subjects.clear();
}

void read_certificate(X509* certificate, const rules_tls_options& options, Handshake& handshake) {
  handshake.subject = distinguished_name(X509_get_subject_name(certificate));
  handshake.issuer = distinguished_name(X509_get_issuer_name(certificate));
  handshake.subject_cn = common_name(X509_get_subject_name(certificate));
  handshake.issuer_cn = common_name(X509_get_issuer_name(certificate));
  handshake.not_after = not_after(certificate);
  if (options.fingerprint == nullptr) handshake.md5 = fingerprint(certificate, "MD5");
  handshake.fingerprint =
      fingerprint(certificate, options.fingerprint == nullptr ? "SHA256" : options.fingerprint);
  const size_t most = most_names(options);
  read_names(certificate, NID_subject_alt_name, most, handshake.subject_names, handshake);
  if (handshake.status == RULES_OK) {
    read_names(certificate, NID_issuer_alt_name, most, handshake.issuer_names, handshake);
  }
  count_names(handshake);
}

rules_status forget(rules_session* session) {
  Publication publication(session);
  for (const MacroField& macro : kMacros) publication.unset(macro.name);
  publication.unset(kSubjectList);
  publication.unset(kIssuerList);
  publication.clear_class(kCertAltnames);
  publication.clear_class(kChainSubjects);
  for (const NameKind& kind : kNameKinds) {
    publication.clear_class(kind.subject_class);
    publication.clear_class(kind.issuer_class);
  }
  return publication.status();
}

// {verify} comes last: whatever fails before, it does not say OK.
rules_status publish(rules_session* session, rules_tls_role role, const Handshake& handshake,
                     const rules_tls_options& options) {
  Publication publication(session);
  const bool server = role == RULES_TLS_SERVER;
  const auto set_given = [&](std::string_view name, const rules_text& value) {
    if (value.length > 0) publication.set(name, {value.data, value.length});
  };
  set_given(server ? "{client_name}" : "{server_name}", options.peer_name);
  set_given(server ? "{client_addr}" : "{server_addr}", options.peer_addr);
  add_names(publication, handshake.subject_names, &NameKind::subject_class);
  add_names(publication, handshake.issuer_names, &NameKind::issuer_class);
  for (const AltName& name : handshake.subject_names) {
    if (options.set_cert_altnames != 0 && name.kind == RULES_TLS_DNS) {
      publication.add_word(kCertAltnames, name.text);
    }
  }
  for (const std::string& subject : handshake.chain_subjects) {
    publication.add_word(kChainSubjects, subject);
  }
  publication.set(kSubjectList, name_list(handshake.subject_names));
  publication.set(kIssuerList, name_list(handshake.issuer_names));
  for (size_t i = 1; i < kMacros.size(); ++i) {
    publication.set(kMacros[i].name, handshake.*kMacros[i].value);
  }
  if (publication.status() == RULES_OK) publication.set(kMacros[0].name, handshake.verify);
  return publication.status() == RULES_OK ? handshake.status : publication.status();
}

}  // namespace rules::tls
