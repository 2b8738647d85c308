dnl FEATURE(`check_cert_altnames')
dnl
dnl The names in a certificate's subjectAltName count where a name (+CN) is
dnl required of it.
dnl Arguments: none.
dnl Adds: option SetCertAltnames; rules to TLS_req.
dnl Conflicts: none.
define(`_CHECK_ALTNAMES_', `1')
divert(_D_CONFIG_)O SetCertAltnames=true
divert(-1)
