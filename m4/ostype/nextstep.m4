dnl OSTYPE(`nextstep')
dnl
dnl Paths and mailer settings of nextstep.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`UUCP_MAILER_PATH', `/usr/bin/uux')dnl
_DEFIFNOT(`QUEUE_DIR', `/usr/spool/mqueue')dnl
_DEFIFNOT(`LOCAL_SHELL_FLAGS', `euP')dnl
define(`confEBINDIR', `/usr/lib')dnl
