dnl localaddr.m4 - what is left to do for a local user who has no alias.
dnl
dnl localaddr (5): user, or user+detail -> the same (deliver), or a triple.

###  Local_localaddr: the place of the site; a $#ok answer ends the matter

SLocal_localaddr

###  localaddr: user + detail -> user or triple

Slocaladdr=5
R$+	$: $1 $| $>"Local_localaddr" $1
R$+ $| $#ok	$@ $1
R$+ $| $#$*	$#$2
R$+ $| $*	$: $1
ifdef(`_PRESERVE_LOCAL_PLUS_DETAIL_', `', `
# user+detail: first user+*, whose alias may be there, then user
R$+ + *	$#confLOCAL_MAILER $@ $&h $: $1
R$+ + $*	$#confLOCAL_MAILER $@ + $2 $: $1 + *
')dnl
ifdef(`_RELAYS_FOR_LOCALS_', `
# users who are not delivered here
R$+	$: <> $1
')dnl
ifdef(`LUSER_RELAY', `R<> $+	$: < ? > < $1 > $(user $1 $: <> $)
')dnl
