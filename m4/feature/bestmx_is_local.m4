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
divert(-1)
