dnl OSTYPE(`altos')
dnl
dnl Paths and mailer settings of altos.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`QUEUE_DIR', `/usr/spool/mqueue')dnl
_DEFIFNOT(`UUCP_MAILER_PATH', `/usr/bin/uux')dnl
_DEFIFNOT(`LOCAL_MAILER_PATH', `/usr/bin/lmail')dnl
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `mPuhCE9')dnl
_DEFIFNOT(`LOCAL_MAILER_ARGS', `lmail $u')dnl
_DEFIFNOT(`LOCAL_SHELL_FLAGS', `Peu')dnl
_DEFIFNOT(`UUCP_MAILER_ARGS', `uux - -r -a$g $h!rmail ($u)')dnl
define(`confEBINDIR', `/usr/lib')dnl
