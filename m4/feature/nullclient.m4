dnl FEATURE(`nullclient', `hub')
dnl
dnl Everything, mail for users of this host too, goes to the hub under the
dnl hub's name; there are no aliases and no .forward files.
dnl Arguments: hub, a host or mailer:host.
dnl Adds: MAILER(`local') and MAILER(`smtp').
dnl Conflicts: most other features; the MAILERs must not be named again.
ifelse(defn(`_ARG_'), `', `_ERROR_(`FEATURE(`nullclient') needs an argument: the host that gets all mail')')
define(`_NULL_CLIENT_', defn(`_ARG_'))
undefine(`ALIAS_FILE')
define(`confFORWARD_PATH', `')
_DEFIFNOT(`confFROM_HEADER', `<$g>')
define(`MAIL_HUB', defn(`_NULL_CLIENT_'))
define(`SMART_HOST', defn(`_NULL_CLIENT_'))
define(`MASQUERADE_NAME', defn(`_NULL_CLIENT_'))
define(`_ALL_MASQUERADE_', `1')
define(`_MASQUERADE_ENVELOPE_', `1')
define(`_DEF_LOCAL_MAILER_FLAGS', `lsDFM5q')
MAILER(`local')
MAILER(`smtp')
