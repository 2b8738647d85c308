dnl FEATURE(`allmasquerade')
dnl
dnl Recipients in the header are masqueraded as senders are.
dnl Arguments: none.
dnl Adds: nothing; other rulesets in the M lines.
dnl Conflicts: must come before the MAILERs.
define(`_ALL_MASQUERADE_', `1')
