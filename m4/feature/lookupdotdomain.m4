dnl FEATURE(`lookupdotdomain')
dnl
dnl The access map is asked for .domain before the parents of a domain, so
dnl that an entry can hold for the hosts of a domain and not for the
dnl domain itself.
dnl Arguments: none.
dnl Adds: look-ups in ruleset D.
dnl Conflicts: needs FEATURE(`access_db') before it.
_NEEDS_(`lookupdotdomain', `access_db', `_ACCESS_TABLE_')
define(`_LOOKUP_DOT_DOMAIN_', `1')
