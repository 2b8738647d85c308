dnl blocklist.m4 - recipients that the access map refuses.
dnl
dnl In and out: parsed recipient, local < @ host > or local.  A value other
dnl than those of class {Accept} ends the ruleset.
R$+	$: ? $1
R? $+ < @ $=w >	$: $1 < @ $2 > $| $>SearchList < + To > $| < F:$1@$2 > < U:$1@ > < D:$2 > < >
R? $+ < @ $+ >	$: $1 < @ $2 > $| $>SearchList < + To > $| < F:$1@$2 > < D:$2 > < >
R? < @ >	ifdef(`_PROMISCUOUS_RELAY_', `$@ < @ >', `$@ RELAY')
R? $+	$: $1 $| $>SearchList < + To > $| < U:$1@ > < >
R$* $| < ? >	$: $1
R$* $| < $={Accept} >	$: $1
ifdef(`_ACCESS_SKIP_', `R$* $| < SKIP >	$: $1
')dnl
ifdef(`_SPAM_TAGS_', `R$* $| < $={SpamTag} >	$: $1
')dnl
R$* $| $* $| $*	$: $1
R$* $| < REJECT >	$#error $@ 5.2.1 $: _RCPT_REJECT_REPLY_
R$* $| < $+ >	$: < $2 > $1
_PART_(`verdict')dnl

