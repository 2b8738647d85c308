dnl check_rcpt.m4 - may this recipient be named here, by this client?

###  Local_check_rcpt: the place of the site; a $# answer decides

SLocal_check_rcpt

###  check_rcpt (with delay_checks: checkrcpt): < recipient > -> RELAY, OK or $#...

ifdef(`_DELAY_CHECKS_', `Scheckrcpt', `Scheck_rcpt')
R$*	$: $1 $| $>"Local_check_rcpt" $1
R$* $| $#$*	$#$2
R$* $| $*	$@ $>"Basic_check_rcpt" $1

###  Basic_check_rcpt: the same without the part of the site

SBasic_check_rcpt
R$@	$#error $@ nouser $: "553 User address required"
R< >	$#error $@ nouser $: "553 User address required"
_PART_(`deferred')dnl
ifdef(`_REQUIRE_QUAL_RCPT_', `R$* $| $*	$: $2

# flag r of the listener: a domain, but for clients of our own and postmaster
R< $+ >	$: $1
R$+	$: $&{daemon_flags} $| $&{client_name} $| < $1 >
R$* $| $=w $| $*	$: $3
R$* $| $| $*	$: $2
R$* r $* $| $* $| < postmaster >	$: < postmaster >
R$* r $* $| $* $| < $* @ $+ >	$: < $4 @ $5 >
R$* r $* $| $* $| $*	$#error $@ 5.5.4 $: "553 Fully qualified domain name required"
R$* $| $* $| $*	$: $3
R$*	$: $| $1
')dnl

ifdef(`_PROMISCUOUS_RELAY_', `# only recipients that the site refuses for themselves are refused
R$* $| $*	$: $2 $| @ $>"Rcpt_ok" $2
R$* $| @ $#TEMP $+	$#error $2
R$* $| @ $#$*	$#$2
', `# the recipient is ours, or else the client must be
R$* $| $*	$: ? $| $2 $| $>"Rcpt_ok" $2
R? $| $* $| $#TEMP $+	$: T $2 $| $1
R? $| $* $| $#$*	$#$2
R? $| $* $| RELAY	$@ RELAY
R? $| $* $| $*	$: O $| $1
R$+ $| $*	$: $1 $| $>"Relay_ok" $2
R$+ $| $#TEMP $+	$#error $2
R$+ $| $#$*	$#$2
R$+ $| RELAY	$@ RELAY
R$+ $| OK	$@ OK
RT $+ $| $*	$#error $1
R$*	$#error $@ 5.7.1 $: _RELAY_REPLY_
')dnl

###  CanonAddr: plain -> focused, wrong syntax is $#error

SCanonAddr
R$*	$: $>Parse0 $>canonify $1
ifdef(`_USE_DEPRECATED_ROUTE_ADDR_', `
# what follows a route: its parts from the last to the first, % for each @
R< @ $+ > : $* @ $*	< @ $1 > : $2 % $3
R< @ $+ > $* : $* : $*	< @ $1 > $3 $2 : $4
R< @ $+ > $* : $*	$: $3 $2 < @ $1 >
')dnl

###  ParseRecipient: plain -> focused without the dot, hosts that relay
###  through us taken off

SParseRecipient
R$*	$: <?> $>CanonAddr $1
R<?> $#$*	$@ $#$1
R<?> $* < @ $* . >	<?> $1 < @ $2 >
R<?> $- < @ $* >	$: <?> $(dequote $1 $) < @ $2 >

# user%host@ours and the like: what is behind our name counts
R<?> $* $=O $* < @ $=w >	$@ $>ParseRecipient $1 $2 $3
ifdef(`_RELAY_ENTIRE_DOMAIN_', `R<?> $* $=O $* < @ $* $=m >	$@ $>ParseRecipient $1 $2 $3
')dnl
R<?> $* $=O $* < @ ifdef(`_RELAY_HOSTS_ONLY_', `', `$* ')$=R >	$@ $>ParseRecipient $1 $2 $3
ifdef(`_ACCESS_TABLE_', `R<?> $* $=O $* < @ $+ >	$: $| _HOST_LOOKUP_(`$4') < NO > < + To > < $1 $2 $3 < @ $4 > >
R$| < RELAY > < $* < @ $* > >	$@ $>ParseRecipient $1
R$| < $* < TMPF > > < $* >	$#TEMP $@ 4.3.0 $: _TMPF_TEXT_
R$| < $* > < $* >	$: <?> $2
')dnl
ifdef(`_RELAY_MX_SERVED_', `R<?> $* $=O $* < @ $+ >	$: $| : $(mxserved $4 $) : $| $1 $2 $3 < @ $4 >
R$| : $* <TEMP> : $| $*	$#TEMP $@ 4.4.0 $: "450 Can not check MX records for recipient host " $1
R$| $* : $=w . : $* $| $* < @ $* >	$@ $>ParseRecipient $4
R$| : $* : $| $*	$: <?> $2
')dnl
R<?> $*	$@ $1

###  Rcpt_ok: recipient -> RELAY or $# RELAY when this client may send to it,
###  the parsed recipient when that is not known

SRcpt_ok
ifdef(`_LOOSE_RELAY_CHECK_', `R$*	$: $>CanonAddr $1
R$* < @ $* . >	$1 < @ $2 >
', `R$*	$: $>ParseRecipient $1
')dnl
ifdef(`_BESTMX_IS_LOCAL_', `# a domain whose best mail exchanger is this host counts as this host
R$+ < @ ifdef(`_BESTMX_DOMAINS_', `$* $=B >	$: $1 < @ $2 $3 > < $(bestmx $2 $3', `$+ >	$: $1 < @ $2 > < $(bestmx $2') $: ? $) >
R$* $=O $* < @ $+ > < $=w . >	$@ $>Rcpt_ok $1 $2 $3
R$+ < @ $+ > < $=w . >	$: $1 < @ $3 >
R$+ < @ $+ > < $* > $*	$: $1 < @ $2 > $4
')dnl
ifdef(`_BLOCKLIST_RCPT_', `ifdef(`_ACCESS_TABLE_', `
_PART_(`blocklist')')')dnl

ifdef(`_PROMISCUOUS_RELAY_', `', `include(_CF_LIB_`rules/relay.m4')')dnl
