dnl OSTYPE(`unixware7')
dnl
dnl Paths and mailer settings of unixware7.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`QUEUE_DIR', `/var/spool/mqueue')dnl
define(`confEBINDIR', `/usr/lib')dnl
define(`confTIME_ZONE', `USE_TZ')dnl
_DEFIFNOT(`LOCAL_MAILER_PATH', `/etc/mail/slocal')dnl
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `Puho9')dnl
_DEFIFNOT(`LOCAL_MAILER_ARGS', `slocal -user $u')dnl
_DEFIFNOT(`LOCAL_SHELL_FLAGS', `Peu')dnl
