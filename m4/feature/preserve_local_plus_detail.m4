dnl FEATURE(`preserve_local_plus_detail')
dnl
dnl user+detail reaches the local mailer whole.
dnl Arguments: none.
dnl Adds: nothing; leaves out rules of localaddr.
dnl Conflicts: none.
define(`_PRESERVE_LOCAL_PLUS_DETAIL_', `1')
