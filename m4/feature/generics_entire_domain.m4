dnl FEATURE(`generics_entire_domain')
dnl
dnl GENERICS_DOMAIN(a.b) holds for all hosts below a.b, too.
dnl Arguments: none.
dnl Adds: nothing; other rules in MasqHdr.
dnl Conflicts: none; without FEATURE(`genericstable') it does nothing.
define(`_GENERICS_ENTIRE_DOMAIN_', `1')
