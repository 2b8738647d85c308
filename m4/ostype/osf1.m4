dnl OSTYPE(`osf1')
dnl
dnl Paths and mailer settings of osf1.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`STATUS_FILE', `/usr/adm/sendmail/sendmail.st')dnl
define(`confDEF_USER_ID', `daemon')dnl
define(`confEBINDIR', `/usr/lbin')dnl
