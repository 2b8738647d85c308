dnl FEATURE(`mtamark'[, `message'[, `temporary'[, `label']]])
dnl
dnl A client whose address is marked in the DNS as no mail server (TXT
dnl record 0 at label.d.c.b.a.in-addr.arpa) is refused.
dnl Arguments: message, the reply in double quotes; temporary, t or a reply
dnl     in double quotes: a look-up that fails for the moment is a temporary
dnl     error; label, default _perm._smtp._srv.  MTAMARK_TO: how long to
dnl     wait for the DNS, in seconds.
dnl Adds: map mtamark; rules to Basic_check_relay.
dnl Conflicts: none.
define(`_LABEL_', ifelse(defn(`_ARG3_'), `', `_perm._smtp._srv', `defn(`_ARG3_')'))
define(`_TEMPORARY_', ifelse(defn(`_ARG2_'), `', `', defn(`_ARG2_'), `t', ``"451 Temporary lookup failure of " $&{client_addr} " at '_LABEL_`.in-addr.arpa"'', `defn(`_ARG2_')'))
define(`_REFUSAL_', ifelse(defn(`_ARG_'), `', ``"550 Rejected: " $&{client_addr} " not listed as MTA"'', `defn(`_ARG_')'))
PUSHDIVERT(_D_CONFIG_)Kmtamark dns -R TXT -a. -T<TMP> -r`'ifdef(`MTAMARK_TO', `MTAMARK_TO', `5')
POPDIVERT
divert(_D_DNSBL_)
# clients that are marked as no mail server
R$*	$: $&{client_addr}
R$- . $- . $- . $-	$: <?> $(mtamark _LABEL_.$4.$3.$2.$1.in-addr.arpa. $: OK $)
R<?> 1.	$: OKSOFAR
R<?> 0.	$#error $@ 5.7.1 $: _REFUSAL_
ifelse(defn(`_TEMPORARY_'), `', `R<?> <TMP>	$: TMPOK
', `R<?> <TMP>	$#error $@ 4.4.3 $: _TEMPORARY_
')dnl
divert(-1)
