dnl OSTYPE(`irix6')
dnl
dnl Paths and mailer settings of irix6.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `Ehmu9')dnl
_DEFIFNOT(`LOCAL_MAILER_ARGS', `mail -s -d $u')dnl
_DEFIFNOT(`QUEUE_DIR', `/var/spool/mqueue')dnl
_DEFIFNOT(`STATUS_FILE', `/var/sendmail.st')dnl
define(`confDEF_USER_ID', `998:998')dnl
define(`confTIME_ZONE', `USE_TZ')dnl
define(`confEBINDIR', `/usr/lib')dnl
define(`LOCAL_MAILER_CHARSET', `iso-8859-1')dnl
