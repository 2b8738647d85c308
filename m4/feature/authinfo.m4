dnl FEATURE(`authinfo'[, `map'])
dnl
dnl How this host authenticates itself to servers; without this feature the
dnl access map says it.
dnl Keys: AuthInfo:host, AuthInfo:address, AuthInfo: (all); value:
dnl     "U:user" "I:identity" "P:password" "R:realm" "M:mechanisms".
dnl Arguments: map, the class, flags and file of the map; default
dnl     hash MAIL_SETTINGS_DIR/authinfo (hash is DATABASE_MAP_TYPE); LDAP asks for
dnl     sendmailMTAMap objects named authinfo.
dnl Adds: map authinfo; nothing; ruleset authinfo asks this map.
dnl Conflicts: none.
define(`_AUTHINFO_TABLE_', `1')
_TABLE_(`authinfo', `authinfo', `authinfo')
