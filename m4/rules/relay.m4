dnl relay.m4 - may this client send to this recipient?  The rest of
dnl ruleset Rcpt_ok, and ruleset Relay_ok.
ifdef(`_ACCESS_TABLE_', `# the certificate of the client
R$*	$: $1 $| $>RelayTLS
R$* $| $# $*	$# $2
')dnl
# a mechanism of authentication that we trust; the site may say which
ifdef(`_ACCESS_TABLE_', `R$* $| $*	$: < $&{auth_type} > $1
', `R$*	$: < $&{auth_type} > $1
')dnl
R< $+ > $*	$: < $1 > $2 $| $>"Local_Relay_Auth" $1
R< $+ > $* $| $# $*	$# $3
R< $+ > $* $| NO	$: < > $2 $|
R< $={TrustAuthMech} > $*	$# RELAY
R< >	$@ RELAY
R< $* > $* $| $*	$: $2
ifelse(_NO_UUCP_, `r', `# an address with a ! is of some other host
R$* ! $* < @ $* >	$: < REMOTE > $2 < @ BANG_PATH >
R$* ! $*	$: < REMOTE > $2 < @ BANG_PATH >
')dnl
ifelse(_NO_PERCENT_HACK_, `r', `# an address with a % is of some other host
R$* % $* < @ $* >	$: < REMOTE > $1 < @ PERCENT_HACK >
R$* % $*	$: < REMOTE > $1 < @ PERCENT_HACK >
')dnl
ifelse(_NO_UUCP_`'_NO_PERCENT_HACK_, `_NO_UUCP_`'_NO_PERCENT_HACK_', `', `R< REMOTE > $*	$@ < REMOTE > $1
')dnl

# our own hosts, and those that we relay for
R$+ < @ $=w >	$@ RELAY
ifdef(`_RELAY_ENTIRE_DOMAIN_', `R$+ < @ $* $=m >	$@ RELAY
')dnl
R$+ < @ ifdef(`_RELAY_HOSTS_ONLY_', `', `$* ')$=R >	$@ RELAY
ifdef(`_ACCESS_TABLE_', `ifdef(`_FULL_ADDRESS_', `R$+ < @ $+ >	$: $1 < @ $2 > $| $>SearchList < + To > $| < F:$1@$2 > < D:$2 > < F:$1@ > < >
R$+ < @ $+ > $| < $* >	$: < $3 > < $1 < @ $2 > >
', `ifdef(`_RELAY_FULL_ADDR_', `R$+ < @ $+ >	$: < $(access To:$1@$2 $: ? $) > < $1 < @ $2 > >
R< ? > < $+ < @ $+ > >	$: _HOST_LOOKUP_(`$2') < ? > < + To > < $1 < @ $2 > >
', `R$+ < @ $+ >	$: _HOST_LOOKUP_(`$2') < ? > < + To > < $1 < @ $2 > >
')')dnl
R< $* < TMPF > > $*	$#TEMP $@ 4.3.0 $: _TMPF_TEXT_
R< RELAY > $*	$@ RELAY
R< $* > < $* >	$: $2
')dnl
ifdef(`_RELAY_MX_SERVED_', `# a domain that has this host as one of its mail exchangers
R$+ < @ $+ >	$: : $(mxserved $2 $) : $| $1 < @ $2 >
R: $* <TEMP> : $| $*	$#TEMP $@ 4.4.0 $: "450 Can not check MX records for recipient host " $1
R$* : $=w . : $* $| $*	$@ RELAY
R: $* : $| $*	$: $2
')dnl
# a user without a host is ours
R$+ < @ $* > $*	$@ $1 < @ $2 > $3
R$*	$@ RELAY

###  Relay_ok: nothing -> RELAY when this client may send to everybody,
###  $#error or $#TEMP when its name is not to be trusted

SRelay_ok
# its address: none (this host itself), our own, a net in class R
R$*	$: [ $&{client_addr} ]
R[ ]	$@ RELAY
R[ 0 ]	$@ RELAY
R[ 127.0.0.1 ]	$@ RELAY
R[ IPv6:0:0:0:0:0:0:0:1 ]	$@ RELAY
R$=w	$@ RELAY
R[ $=R $* ]	$@ RELAY
ifdef(`_DRAC_', `
# an address that another server has entered
R[ $* ]	$: < $(drac $1 $: ? $) > [ $1 ]
R< ? > $*	$: $1
R< $+ > $*	$@ RELAY
')dnl
ifdef(`_ACCESS_TABLE_', `R[ $+ ]	$: $>A < $1 > < ? > < + Connect > < $1 >
R< RELAY > < $* >	$@ RELAY
ifdef(`_FFR_REJECT_IP_IN_CHECK_RCPT_', `R< REJECT > < $* >	$@ REJECT
')dnl
R< $* < TMPF > > < $* >	$#TEMP $@ 4.3.0 $: _TMPF_TEXT_
')dnl
ifdef(`_RELAY_BY_SENDER_', `
# the sender, as far as the site believes in it
_PART_(`relay_by_sender')')dnl

# its name, which the DNS must confirm
R$*	$: < $&{client_resolve} > $&{client_name}
R< FAIL > $*	$#error $@ 5.7.1 $: "550 Relaying denied. IP name lookup failed " $1
R< FORGED > $*	$#error $@ 5.7.1 $: "550 Relaying denied. IP name possibly forged " $1
R< TEMP > $*	$#TEMP $@ 4.4.0 $: "450 Relaying temporarily denied. Cannot resolve PTR record for " $&{client_addr}
R< $* > $+	$: <?> $[ $2 $]
R< $- >	$: < @ >
R<?> $* .	<?> $1
R<?> $=w	$@ RELAY
ifdef(`_RELAY_ENTIRE_DOMAIN_', `R<?> $* $=m	$@ RELAY
')dnl
R<?> ifdef(`_RELAY_HOSTS_ONLY_', `', `$* ')$=R	$@ RELAY
ifdef(`_ACCESS_TABLE_', `R<?> $+	$: _HOST_LOOKUP_(`$1') < ? > < + Connect > < $1 >
R< RELAY > < $* >	$@ RELAY
R< $* < TMPF > > < $* >	$#TEMP $@ 4.3.0 $: _TMPF_TEXT_
R< $* > < $* >	$: $2
')dnl
