dnl FEATURE(`virtuser_entire_domain')
dnl
dnl VIRTUSER_DOMAIN(a.b) holds for all hosts below a.b, too.
dnl Arguments: none.
dnl Adds: nothing; other rules in Canonify2 and Parse1.
dnl Conflicts: none; without FEATURE(`virtusertable') it does nothing.
define(`_VIRTUSER_ENTIRE_DOMAIN_', `1')
