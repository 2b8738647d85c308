dnl FEATURE(`queuegroup'[, `group'])
dnl
dnl Which queue group mail for a recipient waits in: qgrp:user@host or
dnl qgrp:host in the access map.
dnl Arguments: group, for recipients that the map does not have.
dnl Adds: ruleset queuegroup.
dnl Conflicts: needs FEATURE(`access_db') before it.
_NEEDS_(`queuegroup', `access_db', `_ACCESS_TABLE_')
divert(_D_RULESETS_)
###  queuegroup: recipient -> $# group, or nothing

Squeuegroup
R< $+ >	$1
R$+ @ $+	$: $>SearchList < ! qgrp > $| < F:$1@$2 > < D:$2 > < >
R$* $| $*	$: < ? >
R< ? >	ifelse(_ARG_IS_(`'), `1', `$@', `$# _ARG_')
R< $+ >	$# $1
divert(-1)
