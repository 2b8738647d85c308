dnl FEATURE(`genericstable'[, `map'])
dnl
dnl What address others see for a user of this host, or of a domain of
dnl GENERICS_DOMAIN.
dnl Keys: user, user@host, @host, and with a detail user+*;
dnl     value: an address or a user; %1 is the detail.
dnl Arguments: map, the class, flags and file of the map; default
dnl     hash MAIL_SETTINGS_DIR/genericstable (hash is DATABASE_MAP_TYPE); LDAP asks for
dnl     sendmailMTAMap objects named generics.
dnl Adds: map generics; rules to MasqHdr.
dnl Conflicts: none.
define(`_GENERICS_TABLE_', `1')
_TABLE_(`generics', `genericstable', `generics')
