dnl OSTYPE(`mklinux')
dnl
dnl MkLinux: as linux, with a statistics file.
dnl Arguments: none.
dnl Adds: definitions only.
dnl Conflicts: none.
define(`confEBINDIR', `/usr/sbin')
_DEFIFNOT(`STATUS_FILE', `/var/log/sendmail.st')
_DEFIFNOT(`PROCMAIL_MAILER_PATH', `/usr/bin/procmail')
FEATURE(`local_procmail')
