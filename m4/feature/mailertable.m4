dnl FEATURE(`mailertable'[, `map'])
dnl
dnl Which mailer and host take the mail for a domain.
dnl Keys: host, .parent or . (all); value:
dnl     mailer:host, host, mailer:user@host, local:user, error:status:text;
dnl     %1 is what stood in front of a .parent.
dnl Arguments: map, the class, flags and file of the map; default
dnl     hash MAIL_SETTINGS_DIR/mailertable (hash is DATABASE_MAP_TYPE); LDAP asks for
dnl     sendmailMTAMap objects named mailer.
dnl Adds: map mailertable; rulesets Mailertable and LDAPMailertable are called by Parse1.
dnl Conflicts: none.
define(`_MAILER_TABLE_', `1')
_TABLE_(`mailertable', `mailertable', `mailer')
