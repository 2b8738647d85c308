dnl FEATURE(`bestmx_is_local'[, `domains'])
dnl
dnl A domain whose best mail exchanger in the DNS is this host is delivered
dnl here, and may be relayed to.
dnl Arguments: domains, the only ones for which the DNS is asked, separated
dnl     by blanks (class B).
dnl Adds: map bestmx; rules to Rcpt_ok and Parse1.
dnl Conflicts: none.
define(`_BESTMX_IS_LOCAL_', `1')
divert(_D_CONFIG_)Kbestmx bestmx
ifelse(defn(`_ARG_'), `', `', `define(`_BESTMX_DOMAINS_', `1')CB`'_ARG_
')dnl
divert(_D_NETCONFIG_)
# domains whose best mail exchanger is this host
R$* < @ ifdef(`_BESTMX_DOMAINS_', `$=B', `$*') > $*	$: < $(bestmx $2 $: ? $) > $1 < @ $2 > $3
ifdef(`_BESTMX_DOMAINS_', `R$* < @ $=B . > $*	$: < $(bestmx $2 $: ? $) > $1 < @ $2 . > $3
')dnl
R< $* $=w . > $* < @ $+ > $*	$#confLOCAL_MAILER $: $3
R< $* > $* < @ $+ > $*	$: $2 < @ $3 > $4
divert(-1)
