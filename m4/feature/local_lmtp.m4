dnl FEATURE(`local_lmtp'[, `path'[, `arguments']])
dnl
dnl mail.local delivers local mail, and is spoken to by LMTP.
dnl Arguments: path, default confEBINDIR/mail.local; arguments, default
dnl     mail.local -l.
dnl Adds: settings of the local mailer.
dnl Conflicts: must come before MAILER(`local'); FEATURE(`local_procmail')
dnl     after it takes its place.
define(`LOCAL_MAILER_PATH', ifelse(defn(`_ARG_'), `', `_EBINDIR_/mail.local', `defn(`_ARG_')'))
define(`LOCAL_MAILER_ARGS', ifelse(defn(`_ARG2_'), `', `mail.local -l', `defn(`_ARG2_')'))
define(`LOCAL_MAILER_FLAGS', `PSXmnz9')
define(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE', `SMTP')
define(`_LOCAL_LMTP_', `1')
