dnl OSTYPE(`irix4')
dnl
dnl Paths and mailer settings of irix4.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `Ehm9')dnl
_DEFIFNOT(`QUEUE_DIR', `/usr/spool/mqueue')dnl
define(`confEBINDIR', `/usr/lib')dnl
