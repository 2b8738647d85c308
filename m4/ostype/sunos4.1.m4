dnl OSTYPE(`sunos4.1')
dnl
dnl Paths and mailer settings of sunos4.1.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
define(`confEBINDIR', `/usr/lib')dnl
