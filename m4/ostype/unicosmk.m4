dnl OSTYPE(`unicosmk')
dnl
dnl Paths and mailer settings of unicosmk.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
define(`ALIAS_FILE', `/usr/lib/aliases')dnl
define(`HELP_FILE', `/usr/lib/sendmail.hf')dnl
define(`QUEUE_DIR', `/usr/spool/mqueue')dnl
define(`STATUS_FILE', `/usr/lib/sendmail.st')dnl
define(`LOCAL_SHELL_FLAGS', `lsDFMpxehuo')dnl
define(`confPID_FILE', `/etc/sendmail.pid')dnl
MODIFY_MAILER_FLAGS(`SMTP', `+anpeLC')dnl
