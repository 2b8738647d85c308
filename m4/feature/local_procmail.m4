dnl FEATURE(`local_procmail'[, `path'[, `arguments'[, `flags']]])
dnl
dnl procmail delivers local mail.
dnl Arguments: path, default PROCMAIL_MAILER_PATH or
dnl     /usr/local/bin/procmail;
dnl     arguments, default procmail -a $h -d $u (so that user+detail
dnl     reaches procmail); flags, default SPfhn9.
dnl Adds: settings of the local mailer.
dnl Conflicts: must come before MAILER(`local').
define(`LOCAL_MAILER_PATH', ifelse(defn(`_ARG_'), `', `ifdef(`PROCMAIL_MAILER_PATH', `PROCMAIL_MAILER_PATH', `/usr/local/bin/procmail')', `defn(`_ARG_')'))
define(`LOCAL_MAILER_ARGS', ifelse(defn(`_ARG2_'), `', ``procmail -a $h -d $u'', `defn(`_ARG2_')'))
define(`LOCAL_MAILER_FLAGS', ifelse(defn(`_ARG3_'), `', `SPfhn9', `defn(`_ARG3_')'))
define(`_LOCAL_TAKES_DETAIL_', `1')
undefine(`_LOCAL_LMTP_')
define(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE', `X-Unix')
