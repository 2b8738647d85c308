dnl FEATURE(`local_no_masquerade')
dnl
dnl Mail that is delivered on this host is not masqueraded.
dnl Arguments: none.
dnl Adds: nothing; leaves out rules of the local mailer's rulesets.
dnl Conflicts: must come before MAILER(`local').
define(`_LOCAL_NO_MASQUERADE_', `1')
