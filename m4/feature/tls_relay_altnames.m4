dnl FEATURE(`tls_relay_altnames')
dnl
dnl Relaying by the alternative names of a certificate.  In the access map
dnl     CERTISSUER:issuer        ALTNAMES:tag
dnl     SubjAltName:tag:name     RELAY
dnl lets a client send to everybody when its certificate was issued by
dnl issuer and one of its DNS or e-mail names (xtext) has RELAY; not when
dnl another one has another value.
dnl Arguments: none.
dnl Adds: maps tls_relay_dns, tls_relay_email, of a class that librules has
dnl     and sendmail has not.
dnl Conflicts: the sendmail program, which has no such map class.
ifdef(`_ACCESS_TABLE_', `', `_ERROR_(`FEATURE(`tls_relay_altnames') needs FEATURE(`access_db') before it')')
define(`_TLS_RELAY_ALTNAMES_', `1')
divert(_D_CONFIG_)# the access map, asked about every alternative name of a certificate
Ktls_relay_dns members -T<TMPF> {subject_dns} access
Ktls_relay_email members -T<TMPF> {subject_email} access
divert(-1)
