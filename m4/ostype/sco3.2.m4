dnl OSTYPE(`sco3.2')
dnl
dnl Paths and mailer settings of sco3.2.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`QUEUE_DIR', `/usr/spool/mqueue')dnl
_DEFIFNOT(`UUCP_MAILER_PATH', `/usr/bin/uux')dnl
_DEFIFNOT(`LOCAL_MAILER_PATH', `/usr/bin/lmail')dnl
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `PuhCE9')dnl
_DEFIFNOT(`LOCAL_MAILER_ARGS', `lmail $u')dnl
_DEFIFNOT(`LOCAL_SHELL_FLAGS', `Peu')dnl
define(`confEBINDIR', `/usr/lib')dnl
