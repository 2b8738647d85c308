dnl FEATURE(`stickyhost')
dnl
dnl MAIL_HUB gets mail for user alone; mail for user@this.host stays here,
dnl unless there is no such user.
dnl Arguments: none.
dnl Adds: a rule to Parse1.
dnl Conflicts: none; without MAIL_HUB it does nothing.
define(`_STICKY_HOST_', `1')
