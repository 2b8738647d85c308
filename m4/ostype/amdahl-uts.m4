dnl OSTYPE(`amdahl-uts')
dnl
dnl Paths and mailer settings of amdahl-uts.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `fSn9')dnl
define(`confEBINDIR', `/usr/lib')dnl
