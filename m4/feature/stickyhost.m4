dnl FEATURE(`stickyhost')
dnl
dnl Mail for user@this.host goes to MAIL_HUB with the host kept; without
dnl MAIL_HUB it is delivered here, whatever LOCAL_RELAY and LUSER_RELAY say.
dnl Arguments: none.
dnl Adds: rules to Parse1.
dnl Conflicts: none.
define(`_STICKY_HOST_', `1')
