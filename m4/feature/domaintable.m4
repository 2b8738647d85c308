dnl FEATURE(`domaintable'[, `map'])
dnl
dnl Domains that have got another name.
dnl Keys: domain; value: its new name.
dnl Arguments: map, the class, flags and file of the map; default
dnl     hash MAIL_SETTINGS_DIR/domaintable (hash is DATABASE_MAP_TYPE); LDAP asks for
dnl     sendmailMTAMap objects named domain.
dnl Adds: map domaintable; a rule to Canonify2.
dnl Conflicts: none.
define(`_DOMAIN_TABLE_', `1')
_TABLE_(`domaintable', `domaintable', `domain')
