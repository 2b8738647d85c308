dnl FEATURE(`rhsbl', `zone'[, `message'[, `temporary']])
dnl
dnl A sender whose domain is listed in a DNS zone (domain.zone) is refused.
dnl Keys of the access map: rhs:user@host and rhs:host; OK or RELAY exempts
dnl a sender, as do the same keys without rhs:.  Only domains that the DNS
dnl knows are looked up.  May be used again for other zones.
dnl Arguments: zone; message, the reply in double quotes; temporary, t or a
dnl     reply in double quotes: a look-up that fails for the moment is a
dnl     temporary error.
dnl Adds: map dnsbl; macro {RHS}, the domain, for the message; rules to
dnl     Basic_check_relay.
dnl Conflicts: needs FEATURE(`access_db') before it: without, every domain
dnl     that the DNS knows counts as listed, as in sendmail 8.17.1.
ifelse(defn(`_ARG_'), `', `_WARNING_(`FEATURE(`rhsbl') needs an argument: the zone in the DNS')')
define(`_ZONE_', defn(`_ARG_'))
ifdef(`_DNSBL_MAP_', `', `ifdef(`_RHSBL_MAP_', `', `define(`_RHSBL_MAP_', `1')PUSHDIVERT(_D_CONFIG_)Kdnsbl host -T<TMP>
POPDIVERT')')
divert(_D_DNSBL_)
# senders whose domain _ZONE_ lists
R$+	$: <?> $>CanonAddr $&f
ifdef(`_ACCESS_TABLE_', `dnl
R<?> $+ < @ $+ . >	$: <?> $(macro {RHS} $@ $2 $) $2 $| $>SearchList < + rhs > $| < F:$1@$2 > < D:$2 > < >
R<?> $+ $| < $={Accept} >	$: OKSOFAR
R<?> $+ $| $*	$: $1 $| $(dnsbl $1._ZONE_. $: OK $)
R$+ $| OK	$: OKSOFAR
R$+ $| $+ <TMP>	ifelse(defn(`_ARG3_'), `', `$: TMPOK', `$#error $@ 4.7.1 $: ifelse(defn(`_ARG3_'), `t', `"451 Temporary lookup failure of " $1 " at _ZONE_"', `_ARG3_')')
R$+ $| $+	$#error $@ 5.7.1 $: ifelse(defn(`_ARG2_'), `', `"550 Mail from " $1 " refused by blackhole site _ZONE_"', `_ARG2_')
', `dnl
R<?> $+ < @ $+ . >	$#error $@ 5.7.1 $: ifelse(defn(`_ARG2_'), `', `"550 Mail from " " refused by blackhole site _ZONE_"', `_ARG2_')
')dnl
R<?> $*	$: OKSOFAR
divert(-1)
