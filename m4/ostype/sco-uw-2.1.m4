dnl OSTYPE(`sco-uw-2.1')
dnl
dnl Paths and mailer settings of sco-uw-2.1.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
define(`LOCAL_MAILER_PATH', `/usr/bin/rmail')dnl
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `fhCEn9')dnl
define(`LOCAL_SHELL_FLAGS', `ehuP')dnl
define(`UUCP_MAILER_ARGS', `uux - -r -a$g -gmedium $h!rmail ($u)')dnl
define(`LOCAL_MAILER_ARGS', `rmail $u')dnl
define(`confEBINDIR', `/usr/lib')dnl
define(`confTIME_ZONE', `USE_TZ')dnl
