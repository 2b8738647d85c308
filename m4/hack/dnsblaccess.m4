dnl HACK(`dnsblaccess', `zone'[, `message'[, `temporary'[, `tag']]])
dnl
dnl A client whose address is listed in a DNS zone: what happens depends on
dnl the answer of the zone.
dnl Keys of the access map: dnsblaccess:answer, such as 127.0.0.2, or the
dnl first parts of one, or nothing; value: OK or RELAY (not refused),
dnl DISCARD, ERROR:..., anything else refuses with the message.
dnl Arguments: zone; message, the reply in double quotes; temporary, t or a
dnl     reply in double quotes: a look-up in the access map that fails for the
dnl     moment is a temporary error; tag, another word than dnsblaccess.
dnl Adds: map ednsbl; rules to Basic_check_relay.
dnl Conflicts: needs FEATURE(`access_db') before it.
ifdef(`_ACCESS_TABLE_', `', `_ERROR_(`HACK(`dnsblaccess') needs FEATURE(`access_db') before it')')
_LISTED_BY_(`dnsblaccess')
define(`_TAG_', ifelse(defn(`_ARG4_'), `', `dnsblaccess', `defn(`_ARG4_')'))
ifdef(`_EDNSBL_MAP_', `', `define(`_EDNSBL_MAP_', `1')PUSHDIVERT(_D_CONFIG_)Kednsbl dns -R A -a. -T<TMP> -r`'ifdef(`EDNSBL_TO', `EDNSBL_TO', `5')
POPDIVERT')
divert(_D_DNSBL_)
# clients that _ZONE_ lists, by its answer: answer $| value of the access map
R$*	$: $&{client_addr}
R$- . $- . $- . $-	$: <?> $(ednsbl $4.$3.$2.$1._ZONE_. $: OK $)
R<?> OK	$: OKSOFAR
R<?> $+ .	$: <?> $1
R<?> $+	$: $1 $| $(access _TAG_:$1 $@ $&{client_addr} $@ _ZONE_ $: ? $)
R$+ . $- $| ?	$1 $| $(access _TAG_:$1 $@ $&{client_addr} $@ _ZONE_ $: ? $)
R$+ $| ?	$: $1 $| $(access _TAG_: $@ $&{client_addr} $@ _ZONE_ $: ? $)
R$+ $| $={Accept}	$: OKSOFAR
R$+ $| $* <TMPF>	ifelse(defn(`_TEMPORARY_'), `', `$: TMPOK', `$#error $@ 4.4.3 $: _TEMPORARY_')
R$+ $| DISCARD	$#discard $: discard
R$+ $| ERROR : $- . $- . $- : $+	$#error $@ $2.$3.$4 $: $5
R$+ $| ERROR : $+	$#error $: $2
R$+ $| $*	$#error $@ 5.7.1 $: ifelse(defn(`_ARG2_'), `', `"550 Rejected: " $&{client_addr} " listed at _ZONE_"', `_ARG2_')
divert(-1)
