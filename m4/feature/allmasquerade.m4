dnl FEATURE(`allmasquerade')
dnl
dnl Recipients in the header are masqueraded as senders are.
dnl Arguments: none.
dnl Adds: nothing; other rulesets in the M lines.
dnl Conflicts: must come before the MAILERs.
ifdef(`_MAILER_local_', `_ERROR_(`FEATURE(`allmasquerade') must come before MAILER(`local')')')
ifdef(`_MAILER_uucp_', `_ERROR_(`FEATURE(`allmasquerade') must come before MAILER(`uucp')')')
define(`_ALL_MASQUERADE_', `1')
