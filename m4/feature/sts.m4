dnl FEATURE(`sts'[, `map'[, `NO_SAN_TST']])
dnl
dnl MTA-STS: the policy of a recipient's domain says what its servers are
dnl called, and that TLS with them has to be verified.
dnl Arguments: map, who knows the policies, default
dnl     socket -d5 -T<TMPF> inet:5461@127.0.0.1 (postfix-mta-sts-resolver);
dnl     NO_SAN_TST, the names in the server's certificate are not compared.
dnl Adds: map sts and the maps that take its answers apart; options
dnl     StrictTransportSecurity and, without NO_SAN_TST, SetCertAltnames;
dnl     rulesets STS_secure STS_Check STS_SAN STS_disabled DANE_disabled
dnl     Set_SNI TLS_NameInList tls_clt_features.
dnl Conflicts: none.
define(`_STS_', `1')
define(`_NEED_MACRO_MAP_', `1')
ifelse(defn(`_ARG2_'), `NO_SAN_TST', `', `define(`_STS_SAN_', `1')')
divert(_D_CONFIG_)O StrictTransportSecurity=true
ifdef(`_STS_SAN_', `O SetCertAltnames=true
')dnl
Ksts ifelse(defn(`_ARG_'), `', `socket -d5 -T<TMPF> inet:5461@127.0.0.1', `_ARG_')
Kstsxsni regex -a: -s3 (.*)(servername=)(.*)
Kstsxsni2 regex -a: -s2 (.*)(servername=.*)
Kstsxmatch regex -a: -s2 (match=)(.*)
Kstsxnodaneflag regex -a@ -s3 (.*)(flags=)([^;]*d)(.*)
divert(-1)
