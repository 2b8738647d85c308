dnl OSTYPE(`linux')
dnl
dnl Linux, with procmail as the local mailer.
dnl Arguments: none.
dnl Adds: definitions only.
dnl Conflicts: none.
define(`confEBINDIR', `/usr/sbin')
define(`PROCMAIL_MAILER_PATH', `/usr/bin/procmail')
FEATURE(`local_procmail')
