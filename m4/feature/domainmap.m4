dnl FEATURE(`domainmap', `domain', `map')
dnl
dnl A domain whose users are listed in a map of its own; users who are not
dnl there do not exist.  May be used again for other domains.
dnl Arguments: domain; map, its class, flags and file.
dnl     Keys: user; value: an address.
dnl Adds: maps domain_..., domainmap_regex; class {MappedDomain}; a rule to
dnl     ParseLocal; ruleset DomainMapLookup.
dnl Conflicts: none.
ifdef(`_DOMAIN_MAP_', `', `PUSHDIVERT(_D_CONFIG_)K domainmap_regex regex -a.:NOTDONE: -s1,2 -d_ (.*)[-\.]([^-\.]*)$
POPDIVERT`'PUSHDIVERT(_D_RULE0_)
# domains with a map of their own; a local part that is an address goes
# its own way
R$* $=O $* < @ $={MappedDomain} . > $*	$: $>Recurse $1 $2 $3
R$+ < @ $={MappedDomain} . > $*	$: $>DomainMapLookup $1 < @ $2 . > $3
POPDIVERT`'PUSHDIVERT(_D_RULESETS_)
###  DomainMapLookup: local < @ host . > -> triple

SDomainMapLookup
# the sender of an envelope is not looked up
R$+ < @ $+ . > $*	$: $&{addr_type} $| $1 < @ $2 . > $3
Re s $| $+ < @ $+ . > $*	$#smtp $@ $2 . $: $1 @ $2 .
R$* $| $*	$: $2
# the map of a.b is domain_a_b:  @ local @ host $| name of the map
R$+ < @ $+ . > $*	$: @ $1 @ $2 . $| $(domainmap_regex domain.$2 $)
R$+ $| $+ .:NOTDONE:	$1 $| $(domainmap_regex $2 $)
# the user without detail, which comes back:
# answer $| detail $| local @ host $| name of the map
R@ $+ + $* @ $+ $| $+	$: $($4 $1 $: ? $) $| + $2 $| $1 + $2 @ $3 $| $4
R@ $+ @ $+ $| $+	$: $($3 $1 $: ? $) $| $| $1 @ $2 $| $3
# a failure for the moment: try later; nothing: an error
R$* <TEMP> $| $* $| $+ $| $+	$#dsmtp $@ localhost $: $3
R? $| $*	$#error $@ 5.1.1 $: "550 email address lookup in domain map failed"
R$+ @ $+ $| $* $| $* $| $*	$@ $>Recurse $1 $3 @ $2
R$+ $| $* $| $* $| $*	$@ $>Recurse $1
POPDIVERT')
define(`_DOMAIN_MAP_', `1')
PUSHDIVERT(_D_CONFIG_)C{MappedDomain} _ARG_
K domain_`'translit(_ARG_, `.-', `__') _ARG2_ -T<TEMP>
POPDIVERT
