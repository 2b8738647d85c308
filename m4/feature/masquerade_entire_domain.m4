dnl FEATURE(`masquerade_entire_domain')
dnl
dnl MASQUERADE_DOMAIN(a.b) holds for all hosts below a.b, too.
dnl Arguments: none.
dnl Adds: nothing; other rules in MasqHdr.
dnl Conflicts: none.
define(`_MASQUERADE_ENTIRE_DOMAIN_', `1')
