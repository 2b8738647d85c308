dnl OSTYPE(`unicosmp')
dnl
dnl Paths and mailer settings of unicosmp.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `Ehm9')dnl
_DEFIFNOT(`LOCAL_MAILER_ARGS', `mail -s -d $u')dnl
_DEFIFNOT(`QUEUE_DIR', `/var/spool/mqueue')dnl
_DEFIFNOT(`STATUS_FILE', `/var/log/sendmail.st')dnl
define(`LOCAL_MAILER_PATH', `/usr/bin/mail')dnl
define(`confTIME_ZONE', `USE_TZ')dnl
define(`confEBINDIR', `/usr/lib')dnl
