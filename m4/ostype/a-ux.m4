dnl OSTYPE(`a-ux')
dnl
dnl Paths and mailer settings of a-ux.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`QUEUE_DIR', `/usr/spool/mqueue')dnl
_DEFIFNOT(`UUCP_MAILER_PATH', `/usr/bin/uux')dnl
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `mn9')dnl
_DEFIFNOT(`LOCAL_MAILER_ARGS', `mail -d -r $f $u')dnl
define(`confEBINDIR', `/usr/lib')dnl
