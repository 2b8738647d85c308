dnl OSTYPE(`isc4.1')
dnl
dnl Paths and mailer settings of isc4.1.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`LOCAL_MAILER_ARGS', `lmail -s $u')dnl
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `humS9')dnl
_DEFIFNOT(`LOCAL_MAILER_PATH', `/bin/lmail')dnl
_DEFIFNOT(`QUEUE_DIR', `/usr/spool/mqueue')dnl
_DEFIFNOT(`UUCP_MAILER_ARGS', `uux - -r -gC $h!rmail ($u)')dnl
_DEFIFNOT(`UUCP_MAILER_PATH', `/usr/bin/uux')dnl
define(`confTIME_ZONE', `USE_TZ')dnl
define(`confEBINDIR', `/usr/lib')dnl
