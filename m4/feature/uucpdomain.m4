dnl FEATURE(`uucpdomain'[, `map'])
dnl
dnl Names in the DNS for hosts of UUCP.
dnl Keys: host without .UUCP; value: its name.
dnl Arguments: map, the class, flags and file of the map; default
dnl     hash MAIL_SETTINGS_DIR/uudomain (hash is DATABASE_MAP_TYPE); LDAP asks for
dnl     sendmailMTAMap objects named uucpdomain.
dnl Adds: map uudomain; a rule to Canonify2.
dnl Conflicts: none.
define(`_UUDOMAIN_TABLE_', `1')
_TABLE_(`uudomain', `uudomain', `uucpdomain')
