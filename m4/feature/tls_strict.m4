dnl FEATURE(`tls_strict')
dnl
dnl An entry TLS_Clt, TLS_Srv or TLS_Rcpt of the access map that is not
dnl understood refuses, instead of asking for nothing; so does one that cannot
dnl be looked up for the moment, which sendmail 8.17.1 lets pass; and a name
dnl counts only as RFC 9525 says.
dnl A value is OK, or [PERM+|TEMP+] and VERIFY[:bits] or ENCR:bits, then
dnl [+REQ[++REQ]...], REQ being
dnl     CN[:name]    the certificate is for the name, or for the other side's
dnl     CA[:name]    the same, but its common name counts beside other names
dnl     CS:dn CI:dn  its subject, its issuer
dnl     CHAIN:dn     any certificate above it
dnl     CITag:tag    the access map has tag:issuer with OK
dnl CA and CHAIN are not in sendmail 8.17.1.
dnl Arguments: none.
dnl Adds: map tls_bits; rulesets TLS_connection, TLS_req and TLS_name of
dnl     its own.
dnl Conflicts: an access map with -o, which a missing file makes empty.
ifdef(`_ACCESS_TABLE_', `', `_ERROR_(`FEATURE(`tls_strict') needs FEATURE(`access_db') before it')')
ifelse(regexp(defn(`_ACCESS_MAP_'), ` -o'), `-1', `', `_ERROR_(`FEATURE(`tls_strict'): the access map has -o: without its file nothing would be asked of anybody; take -o away')')
define(`_TLS_STRICT_', `1')
divert(_D_CONFIG_)# a number of bits; the arith map takes one with a 0 in front for octal
Ktls_bits regex -aYES ^(0|[1-9][0-9]{0,4})$
divert(-1)
