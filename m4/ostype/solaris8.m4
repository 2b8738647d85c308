dnl OSTYPE(`solaris8')
dnl
dnl Solaris 8 to 10, with mail.local speaking LMTP.
dnl Arguments: none.
dnl Adds: FEATURE(`local_lmtp').
dnl Conflicts: none.
_DEFIFNOT(`UUCP_MAILER_ARGS', `uux - -r -a$g $h!rmail ($u)')
define(`confEBINDIR', `/usr/lib')
define(`confPID_FILE', `/var/run/sendmail.pid')
define(`_NETINET6_', `1')
FEATURE(`local_lmtp')
