dnl FEATURE(`bitdomain'[, `map'])
dnl
dnl Names in the DNS for hosts of BITNET.
dnl Keys: host without .BITNET; value: its name.
dnl Arguments: map, the class, flags and file of the map; default
dnl     hash MAIL_SETTINGS_DIR/bitdomain (hash is DATABASE_MAP_TYPE); LDAP asks for
dnl     sendmailMTAMap objects named bitdomain.
dnl Adds: map bitdomain; a rule to Canonify2.
dnl Conflicts: none.
define(`_BITDOMAIN_TABLE_', `1')
_TABLE_(`bitdomain', `bitdomain', `bitdomain')
