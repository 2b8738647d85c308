/* rules/tls.h - what a TLS handshake proved, as macros and classes of a session.
 *
 * After a handshake, one call sets what tls_client, tls_server, tls_rcpt, RelayTLS and rules of
 * your own decide by:
 *
 *   SSL_CTX_set_verify(context, SSL_VERIFY_PEER, rules_tls_verify_callback);
 *   ... the handshake ...
 *   rules_tls_options options = {.size = sizeof options};
 *   options.peer_name = (rules_text){RULES_STR("mail.example.com")};
 *   options.peer_addr = (rules_text){RULES_STR("192.0.2.1")};
 *   rules_tls_set_macros(session, ssl, RULES_TLS_SERVER, &options);
 *   rules_text verify;
 *   rules_session_get_macro(session, RULES_STR("{verify}"), &verify);
 *   rules_text args[2] = {verify, {RULES_STR("STARTTLS")}};
 *   rules_session_call(session, RULES_STR("tls_client"), args, 2, NULL, &result);
 *
 * The conventions of rules.h hold. A library of its own (librules-tls, -lrules-tls), for it needs
 * OpenSSL 3; librules does not.
 *
 * Macros as sendmail sets them (Sendmail Installation and Operation Guide, 5.2; "xtext": each byte
 * that is not printable ASCII, blank, + \ ( ) < > " is written as + and two upper-case hex digits):
 *
 *   {verify}        OK FAIL NO NOT (after a handshake); what the host says otherwise
 *   {tls_version}   TLSv1.3                      {cipher}       TLS_AES_256_GCM_SHA384
 *   {cipher_bits}   effective key length, bits   {alg_bits}     of the algorithm
 *   {cert_subject}  {cert_issuer}   DN, /C=GB/O=Test+20Org/CN=..., xtext; cut after 255 bytes
 *   {cn_subject}    {cn_issuer}     first common name, xtext; BadCertificateUnknown (none),
 *                                   BadCertificateTooLong (255 bytes and more),
 *                                   BadCertificateContainsNUL
 *   {cert_md5}      fingerprint of the certificate, C7:7C:...
 *   {server_name} {server_addr} or {client_name} {client_addr}   the other side, if given
 *   $={cert_altnames}               DNS names of subjectAltName, xtext, if asked for
 *
 * And beyond sendmail:
 *
 *   {cert_fp}          fingerprint with SHA-256, or what `fingerprint` says
 *   {verify_reason}    one word: ok, no_certificate, expired, unknown_issuer ... (verify.def)
 *   {cert_chain_depth} certificates above the peer's in the chain that was built
 *   {cert_not_after}   20270131235959Z
 *   {altname_subject}  {altname_issuer}  all alternative names, <dns:a.example><email:b@c.example>
 *                      <ip:192.0.2.1><uri:...>, each name xtext, so that no name can look like two;
 *                      <toolong:> where that would be over 60,000 bytes
 *   {subject_dns_count}  how many of the subject's are DNS names
 *   $={subject_dns} $={subject_email} $={subject_ip} $={subject_uri}   the same names as classes,
 *   $={issuer_dns} $={issuer_email} $={issuer_ip} $={issuer_uri}       however many they are
 *   $={chain_subjects} DNs of the certificates above the peer's, if {verify} is OK
 *
 * Let rules decide by the classes: the macros are for people and logs.
 */
#ifndef RULES_TLS_H
#define RULES_TLS_H

#include <rules/rules.h>

#ifdef __cplusplus
extern "C" {
#endif

struct ssl_st;            /* SSL of OpenSSL */
struct x509_st;           /* X509 of OpenSSL */
struct x509_store_ctx_st; /* X509_STORE_CTX of OpenSSL */

/* For SSL_CTX_set_verify: the handshake goes on whatever is wrong with a certificate, for the
 * rulesets judge it, and the first thing that was wrong stands: {verify_reason} says it. (OpenSSL
 * goes on looking, and would report the last.) Each handshake is judged by itself, also if the SSL
 * has had one before. Returns 1. Any thread. */
RULES_API int rules_tls_verify_callback(int good, struct x509_store_ctx_st* store);

/* Which side of the connection the host is. */
typedef enum rules_tls_role {
  RULES_TLS_SERVER = 1, /* the other side is the client: {client_name}, {client_addr} */
  RULES_TLS_CLIENT = 2, /* the other side is the server: {server_name}, {server_addr} */
} rules_tls_role;

typedef struct rules_tls_options {
  size_t size;
  rules_text peer_name;    /* as it is, for {client_name} or {server_name}; empty: left alone */
  rules_text peer_addr;    /* "192.0.2.1" or "IPv6:2001:db8:0:0:0:0:0:1"; empty: left alone */
  const char* fingerprint; /* a digest of OpenSSL's ("sha1"): then {cert_fp} is made with it and
                              {cert_md5} is not set (cf: O CertFingerprintAlgorithm). NULL:
                              {cert_md5} by MD5 and {cert_fp} by SHA-256 */
  int set_cert_altnames;   /* 1: $={cert_altnames} (cf: O SetCertAltnames) */
  size_t max_names;        /* alternative names of a certificate, 0: 10,000. With more, {verify} is
                              FAIL, and {verify_reason} too_many_names */
} rules_tls_options;

/* Sets everything above from a finished handshake, in the scope RULES_CONNECTION. What an earlier
 * handshake set is forgotten first. Whether a certificate was asked for is taken from the SSL's
 * verify mode, and whether it is good from SSL_get_verify_result. Of a resumed session that is the
 * judgement of its first handshake; a certificate that expired since is FAIL, one that was revoked
 * since is not noticed, and what stands above it is not known: {cert_chain_depth} and
 * $={chain_subjects} are empty. A key that both sides had before (PSK) is no certificate: NO or
 * NOT. Call it again after SSL_verify_client_post_handshake.
 *
 * ssl      not kept. Its handshake is over, and no other one under way.
 * options  NULL: defaults. Copied.
 *
 * RULES_OK; RULES_ELIMIT: a certificate with more names than allowed or with a subjectAltName that
 * cannot be read (macros are set all the same, and say FAIL); RULES_EINVAL (NULL, an unknown role
 * or digest, a struct of no known size, a handshake that is not over: what an earlier one set is
 * forgotten all the same, if there is a session); RULES_EBUSY (within a call: nothing is changed);
 * RULES_ENOMEM, RULES_EDATA as rules_session_set_macro: treat the connection as not verified then,
 * for only a part may be set; {verify} is not OK.
 * The thread of the session. */
RULES_API rules_status rules_tls_set_macros(rules_session* session, struct ssl_st* ssl,
                                            rules_tls_role role, const rules_tls_options* options);

typedef enum rules_tls_name_kind {
  RULES_TLS_DNS = 1,   /* dNSName */
  RULES_TLS_EMAIL = 2, /* rfc822Name */
  RULES_TLS_IP = 3,    /* iPAddress, as text: 192.0.2.1 or IPv6:2001:db8:0:0:0:0:0:1 */
  RULES_TLS_URI = 4,   /* uniformResourceIdentifier */
} rules_tls_name_kind;

typedef struct rules_tls_name {
  rules_tls_name_kind kind;
  rules_text text; /* as in the certificate: not xtext */
} rules_tls_name;

/* What is known of a connection, for hosts that have no SSL* of OpenSSL, or no handshake at all.
 *
 * The certificate is given as an X509, or its DER, or by its parts, in that order of preference;
 * none of them: there was none. Texts are as in the certificate, and become xtext here. */
typedef struct rules_tls_facts {
  size_t size;
  rules_text verify; /* "NONE", "SOFTWARE", "TEMP", "PROTOCOL" ... of a handshake that was not; or a
                        judgement ("OK"). Empty: OK FAIL NO NOT from what follows */
  long verify_error; /* X509_V_OK (0) or OpenSSL's X509_V_ERR_... */
  int asked;         /* 1: the other side was asked for a certificate */
  rules_text version; /* "TLSv1.3"; empty: UNKNOWN if there is a cipher, else not set */
  rules_text cipher;
  int cipher_bits;
  int alg_bits;
  int chain_depth;
  struct x509_st* certificate;
  rules_text certificate_der;
  rules_text subject; /* DN, in the form /C=GB/CN=... */
  rules_text issuer;
  rules_text subject_cn;
  rules_text issuer_cn;
  const rules_tls_name* names; /* alternative names of the subject */
  size_t name_count;
} rules_tls_facts;

/* As rules_tls_set_macros, from facts. RULES_EDATA also: DER that is no certificate, or has more
 * behind it (then {verify} is FAIL, {verify_reason} bad_certificate). */
RULES_API rules_status rules_tls_set_facts(rules_session* session, rules_tls_role role,
                                           const rules_tls_facts* facts,
                                           const rules_tls_options* options);

/* Forgets all that a handshake set: a new connection begins in an old session. The names and
 * addresses of the other side stay. RULES_OK, RULES_EINVAL, RULES_EBUSY, RULES_ENOMEM. */
RULES_API rules_status rules_tls_clear(rules_session* session);

/* Writes `text` as xtext with a NUL after it, for macros and keys that a host makes itself.
 * written: the length of the whole without the NUL. RULES_OK; RULES_ELIMIT: `room` bytes are too
 * few, nothing is written (3 * length + 1 always suffice); RULES_EINVAL. Any thread. */
RULES_API rules_status rules_tls_xtext(const char* text, size_t length, char* out, size_t room,
                                       size_t* written);

#ifdef __cplusplus
}
#endif

#endif
