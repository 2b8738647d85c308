dnl OSTYPE(`aix5')
dnl
dnl Paths and mailer settings of aix5.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`LOCAL_MAILER_PATH', `/bin/bellmail')dnl
_DEFIFNOT(`LOCAL_MAILER_ARGS', `mail -F $g $u')dnl
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `mn9')dnl
define(`confEBINDIR', `/usr/lib')dnl
define(`confTIME_ZONE', `USE_TZ')dnl
