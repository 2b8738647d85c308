dnl FEATURE(`drac'[, `map'])
dnl
dnl Clients whose address is in a database may relay; a POP or IMAP server
dnl that knows them puts it there.
dnl Arguments: map, default hash MAIL_SETTINGS_DIR/drac (hash is
dnl     DATABASE_MAP_TYPE).
dnl Adds: map drac; rules to Relay_ok.
dnl Conflicts: none.
define(`_DRAC_', `1')
divert(_D_CONFIG_)Kdrac ifelse(defn(`_ARG_'), `', `DATABASE_MAP_TYPE MAIL_SETTINGS_DIR`'drac', `_ARG_')
divert(-1)
