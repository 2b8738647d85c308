dnl OSTYPE(`solaris11')
dnl
dnl Solaris 11, with mail.local speaking LMTP.
dnl Arguments: none.
dnl Adds: FEATURE(`local_lmtp').
dnl Conflicts: none.
_DEFIFNOT(`UUCP_MAILER_ARGS', `uux - -r -a$g $h!rmail ($u)')
define(`confEBINDIR', `/usr/lib')
define(`confPID_FILE', `/system/volatile/sendmail.pid')
define(`_NETINET6_', `1')
FEATURE(`local_lmtp')
