dnl FEATURE(`enhdnsbl', `zone'[, `message'[, `temporary'[, `answer'...]]])
dnl
dnl A client whose address is listed in a DNS zone (d.c.b.a.zone) with one
dnl of the answers is refused.  May be used again for other zones.
dnl Arguments: zone; message, the reply in double quotes, or quarantine, or
dnl     discard; temporary, t or a reply in double quotes: a look-up that
dnl     fails for the moment is a temporary error; answer, up to six, as
dnl     patterns of a rule with a dot at the end (127.0.0.2.); default is
dnl     any answer.  EDNSBL_TO: how long to wait for the DNS, in seconds.
dnl Adds: map ednsbl; rules to Basic_check_relay.
dnl Conflicts: none.
_LISTED_BY_(`enhdnsbl')
ifdef(`_EDNSBL_MAP_', `', `define(`_EDNSBL_MAP_', `1')PUSHDIVERT(_D_CONFIG_)Kednsbl dns -R A -a. -T<TMP> -r`'ifdef(`EDNSBL_TO', `EDNSBL_TO', `5')
POPDIVERT')
define(`_ANSWER_RULE_', `_LISTED_RULE_(`$1', ifelse(_ARG2_, `discard', ``discard'', ``_ZONE_''))')
divert(_D_DNSBL_)
# clients that _ZONE_ lists with certain answers
R$*	$: $&{client_addr}
R$- . $- . $- . $-	$: <?> $(ednsbl $4.$3.$2.$1._ZONE_. $: OK $)
R<?> OK	$: OKSOFAR
ifelse(defn(`_TEMPORARY_'), `', `R<?> <TMP>	$: TMPOK
', `R<?> <TMP>	$#error $@ 4.4.3 $: _TEMPORARY_
')dnl
ifelse(defn(`_ARG4_'), `', `_ANSWER_RULE_(`$+')', `_ANSWER_RULE_(defn(`_ARG4_'))')dnl
ifelse(defn(`_ARG5_'), `', `', `_ANSWER_RULE_(defn(`_ARG5_'))')dnl
ifelse(defn(`_ARG6_'), `', `', `_ANSWER_RULE_(defn(`_ARG6_'))')dnl
ifelse(defn(`_ARG7_'), `', `', `_ANSWER_RULE_(defn(`_ARG7_'))')dnl
ifelse(defn(`_ARG8_'), `', `', `_ANSWER_RULE_(defn(`_ARG8_'))')dnl
ifelse(defn(`_ARG9_'), `', `', `_ANSWER_RULE_(defn(`_ARG9_'))')dnl
divert(-1)
