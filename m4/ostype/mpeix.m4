dnl OSTYPE(`mpeix')
dnl
dnl Paths and mailer settings of mpeix.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`LOCAL_MAILER_PATH', `/bin/tsmail')dnl
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `mu9')dnl
_DEFIFNOT(`LOCAL_MAILER_ARGS', `tsmail $u')dnl
_DEFIFNOT(`LOCAL_SHELL_PATH', `/bin/sh')dnl
_DEFIFNOT(`confDEF_USER_ID', `SERVER.SENDMAIL')dnl
_DEFIFNOT(`confTRUSTED_USER', `SERVER.SENDMAIL')dnl
define(`confTIME_ZONE', `USE_TZ')dnl
define(`confDONT_BLAME_SENDMAIL', `ForwardFileInGroupWritableDirPath')dnl
