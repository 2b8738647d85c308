dnl OSTYPE(`riscos4.5')
dnl
dnl Paths and mailer settings of riscos4.5.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`LOCAL_MAILER_ARGS', `rmail -d $u')dnl
_DEFIFNOT(`QUEUE_DIR', `/usr/spool/mqueue')dnl
define(`confEBINDIR', `/usr/lib')dnl
