dnl FEATURE(`dnsbl', `zone'[, `message'[, `temporary']])
dnl
dnl A client whose address is listed in a DNS zone (d.c.b.a.zone) is
dnl refused.  May be used again for other zones.
dnl Arguments: zone; message, the reply in double quotes, or quarantine, or
dnl     discard; temporary, t or a reply in double quotes: a look-up that
dnl     fails for the moment is a temporary error.
dnl     DNSBL_MAP and DNSBL_MAP_OPT: another map than dns -R A.
dnl Adds: map dnsbl; rules to Basic_check_relay.
dnl Conflicts: none.
_LISTED_BY_(`dnsbl')
ifdef(`_DNSBL_MAP_', `', `define(`_DNSBL_MAP_', `1')PUSHDIVERT(_D_CONFIG_)Kdnsbl ifdef(`DNSBL_MAP', `DNSBL_MAP', `dns -R A') -T<TMP>`'ifdef(`DNSBL_MAP_OPT', ` DNSBL_MAP_OPT')
POPDIVERT')
divert(_D_DNSBL_)
# clients that _ZONE_ lists
R$*	$: $&{client_addr}
R$- . $- . $- . $-	$: <?> $(dnsbl $4.$3.$2.$1._ZONE_. $: OK $)
R<?> OK	$: OKSOFAR
ifelse(defn(`_TEMPORARY_'), `', `R<?> $+ <TMP>	$: TMPOK
', `R<?> $+ <TMP>	$#error $@ 4.4.3 $: _TEMPORARY_
')dnl
_LISTED_RULE_(`$+', `_ZONE_')dnl
divert(-1)
