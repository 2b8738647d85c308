dnl bestmx.m4 - is this host the best mail exchanger of the domain?
dnl
dnl In and out: focused address; or the local mailer.
# domains whose best mail exchanger is this host
R$* < @ ifdef(`_BESTMX_DOMAINS_', `$* $=B . > $*	$: $1 < @ $2 $3 . > $4 < $(bestmx $2 $3 .', `$* > $*	$: $1 < @ $2 > $3 < $(bestmx $2') $: ? $) >
R$* < @ $+ > $* < $=w . >	$#confLOCAL_MAILER $@ $: $1
R$* < @ $+ > $* < $* > $*	$: $1 < @ $2 > $3 $5
