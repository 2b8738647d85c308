dnl FEATURE(`compat_check')
dnl
dnl Pairs of sender and recipient: Compat:sender<@>recipient in the access
dnl map is DISCARD, DISCARD:text, TEMP:text or ERROR:text.
dnl Arguments: none.
dnl Adds: ruleset check_compat.
dnl Conflicts: needs FEATURE(`access_db') before it.
_NEEDS_(`compat_check', `access_db', `_ACCESS_TABLE_')
divert(_D_RULESETS_)
###  check_compat: sender $| recipient -> $#discard or $#error; else ok

Scheck_compat
R$* $|	$@ ok
R< $+ > $| $+	$: $1 $| $2
R$+ $| < $+ >	$: $1 $| $2
R$+ $| $+	$: < $(access Compat:$1<@>$2 $: OK $) >
R< DISCARD >	$#discard $: " - discarded by check_compat"
R< DISCARD : $+ >	$#discard $: $1 " - discarded by check_compat"
R< TEMP : $* >	$#error $@ TEMPFAIL $: $1 " error from check_compat. Try again later"
R< ERROR : $* >	$#error $@ UNAVAILABLE $: $1 " error from check_compat"
divert(-1)
