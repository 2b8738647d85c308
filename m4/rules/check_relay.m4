dnl check_relay.m4 - may this client connect?

###  Local_check_relay: the place of the site; a $# answer decides

SLocal_check_relay

###  check_relay (with delay_checks: checkrelay): name $| address -> $#..., OK or RELAY, or as it came

ifdef(`_DELAY_CHECKS_', `Scheckrelay', `Scheck_relay')
R$*	$: $1 $| $>"Local_check_relay" $1
R$* $| $* $| $#$*	$#$3
ifdef(`_USE_CLIENT_PTR_', `R$* $| $* $| $*	$@ $>"Basic_check_relay" $&{client_ptr} $| $2
', `R$* $| $* $| $*	$@ $>"Basic_check_relay" $1 $| $2
')dnl

###  Basic_check_relay: the same without the part of the site

SBasic_check_relay
_PART_(`deferred')dnl
R$* $| $*	$: $2
ifdef(`_ACCESS_TABLE_', `
# the name, or else the address
R$+ $| $+	$: < ? > < $2 > $| $>D < $1 > < ? > < + Connect > < >
R< ? > < $+ > $| < ? > < >	$: < ? > < $1 > $| $>A < $1 > < ? > < + Connect > < >
R$| $+	$: < ? > < $1 > $| $>A < $1 > < ? > < + Connect > < >
R< ? > < $+ > $| < $* > < >	$: < $2 > < $1 >
R< ? > < $+ >	$: OK
R< $={Accept} > < $* >	$@ $1
_PART_(`verdict')dnl
')dnl
ifdef(`_RATE_CONTROL_', `ifdef(`_RATE_CONTROL_NODELAY_', `', `
# too many connections a minute
R$*	$: $>"RateControl" dummy
')')dnl
ifdef(`_CONN_CONTROL_', `ifdef(`_CONN_CONTROL_NODELAY_', `', `
# too many connections at once
R$*	$: $>"ConnControl" dummy
')')dnl
undivert(_D_DNSBL_)
ifdef(`_REQUIRE_RDNS_', `
# a name, unless we relay for the address anyway
R$*	$: $&{client_addr} $| $&{client_resolve}
R$=R $* $| $*	$@ RELAY
R$* $| OK	$@ OK
R$* $| TEMP	$#error $@ 4.1.8 $: 451 Client IP address $&{client_addr} does not resolve
R$* $| FORGED	$#error $@ 4.1.8 $: 451 Possibly forged hostname for $&{client_addr}
R$* $| FAIL	$#error $@ 5.7.1 $: 550 Fix reverse DNS for $&{client_addr}
')dnl
