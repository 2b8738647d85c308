dnl OSTYPE(`hpux9')
dnl
dnl Paths and mailer settings of hpux9.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`QUEUE_DIR', `/usr/spool/mqueue')dnl
_DEFIFNOT(`LOCAL_MAILER_PATH', `/bin/rmail')dnl
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `m9')dnl
_DEFIFNOT(`LOCAL_MAILER_ARGS', `rmail -d $u')dnl
_DEFIFNOT(`UUCP_MAILER_ARGS', `uux - -r -a$g -gC $h!rmail ($u)')dnl
define(`confTIME_ZONE', `USE_TZ')dnl
define(`confEBINDIR', `/usr/lib')dnl
