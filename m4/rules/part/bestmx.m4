dnl bestmx.m4 - is this host the best mail exchanger of the domain?
dnl
dnl In and out: focused address; or the local mailer.
# domains whose best mail exchanger is this host
R$* < @ ifdef(`_BESTMX_DOMAINS_', `$=B', `$*') > $*	$: < $(bestmx $2 $: ? $) > $1 < @ $2 > $3
ifdef(`_BESTMX_DOMAINS_', `R$* < @ $=B . > $*	$: < $(bestmx $2 $: ? $) > $1 < @ $2 . > $3
')dnl
R< $* $=w . > $* < @ $+ > $*	$#confLOCAL_MAILER $: $3
R< $* > $* < @ $+ > $*	$: $2 < @ $3 > $4
