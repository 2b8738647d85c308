dnl FEATURE(`preserve_luser_host')
dnl
dnl Mail for unknown users that goes to LUSER_RELAY keeps the host it was
dnl for, if the local mailer was given one ($h).
dnl Arguments: none.
dnl Adds: map macro; macro {Host}; rules to localaddr.
dnl Conflicts: needs define(`LUSER_RELAY') before it.
ifdef(`LUSER_RELAY', `', `_WARNING_(`FEATURE(`preserve_luser_host') should come after define(`LUSER_RELAY')')')
define(`_PRESERVE_LUSER_HOST_', `1')
define(`_NEED_MACRO_MAP_', `1')
