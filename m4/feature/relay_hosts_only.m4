dnl FEATURE(`relay_hosts_only')
dnl
dnl Names that may relay (class R, the access map) are those of hosts; they
dnl do not hold for the domains below.
dnl Arguments: none.
dnl Adds: nothing; other rules in ParseRecipient, Rcpt_ok and Relay_ok.
dnl Conflicts: FEATURE(`lookupdotdomain') is of little use with it.
define(`_RELAY_HOSTS_ONLY_', `1')
ifdef(`_LOOKUP_DOT_DOMAIN_', `_WARNING_(`FEATURE(`relay_hosts_only'): entries of FEATURE(`lookupdotdomain') do not let anybody relay')')
