dnl OSTYPE(`sinix')
dnl
dnl Paths and mailer settings of sinix.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`QUEUE_DIR', `/var/spool/mqueue')dnl
define(`LOCAL_MAILER_PATH', `/bin/mail.local')dnl
_DEFIFNOT(`STATUS_FILE', `/var/sendmail.st')dnl
define(`confEBINDIR', `/usr/ucblib')dnl
