dnl OSTYPE(`qnx')
dnl
dnl Paths and mailer settings of qnx.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
define(`QUEUE_DIR', `/usr/spool/mqueue')dnl
define(`LOCAL_MAILER_ARGS', `mail $u')dnl
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `Sh')dnl
define(`LOCAL_MAILER_PATH', `/usr/bin/mailx')dnl
define(`UUCP_MAILER_ARGS', `uux - -r -z -a$f $h!rmail ($u)')dnl
