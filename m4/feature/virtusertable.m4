dnl FEATURE(`virtusertable'[, `map'])
dnl
dnl Who gets the mail for an address of a domain of VIRTUSER_DOMAIN, or of
dnl this host.
dnl Keys: user@host, @host, and with a detail user+detail@host,
dnl     user+*@host, user++@host, +*@host, ++@host; value: an address, a
dnl     user, or error:status:text; %1 is the user, %2 the detail, %3 +detail.
dnl Arguments: map, the class, flags and file of the map; default
dnl     hash MAIL_SETTINGS_DIR/virtusertable (hash is DATABASE_MAP_TYPE); LDAP asks for
dnl     sendmailMTAMap objects named virtuser.
dnl Adds: map virtuser; rules to Parse1.
dnl Conflicts: none.
define(`_VIRTUSER_TABLE_', `1')
_TABLE_(`virtuser', `virtusertable', `virtuser')
