dnl OSTYPE(`gnu')
dnl
dnl Paths and mailer settings of gnu.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`STATUS_FILE', `/var/log/sendmail.st')dnl
_DEFIFNOT(`LOCAL_MAILER_PATH', `/libexec/mail.local')dnl
_DEFIFNOT(`LOCAL_MAILER_ARGS', `mail $u')dnl
define(`confEBINDIR', `/libexec')dnl
