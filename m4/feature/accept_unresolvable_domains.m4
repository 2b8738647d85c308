dnl FEATURE(`accept_unresolvable_domains')
dnl
dnl A sender is accepted even when the DNS does not know the domain.
dnl Arguments: none.
dnl Adds: nothing; leaves out a test of ruleset check_mail and map resolve.
dnl Conflicts: none.
define(`_ACCEPT_UNRESOLVABLE_DOMAINS_', `1')
