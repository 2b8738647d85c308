dnl check_rcpt.m4 - may this recipient be named here, by this client?

###  Local_check_rcpt: the place of the site; a $# answer decides

SLocal_check_rcpt

###  check_rcpt: < recipient > -> RELAY, OK or $#...

Scheck_rcpt
R$*	$: $1 $| $>"Local_check_rcpt" $1
R$* $| $#$*	$#$2
R$* $| $*	$@ $>"Basic_check_rcpt" $1

###  Basic_check_rcpt: the same without the part of the site

SBasic_check_rcpt
R$@	$#error $@ nouser $: "553 User address required"
R< >	$#error $@ nouser $: "553 User address required"
_PART_(`deferred')dnl

# the recipient is ours, or else the client must be
R$*	$: $1 $| $>"Rcpt_ok" $1
R$* $| $#TEMP $+	$: $1 $| T $2
R$* $| $#$*	$#$2
R$* $| RELAY	$@ RELAY
R$* $| $*	$: O $| $>"Relay_ok" $1
RO $| $#TEMP $+	$#error $1
RO $| $#$*	$#$1
RO $| RELAY	$@ RELAY
RO $| OK	$@ OK
RT $+ $| $*	$#error $1
R$*	$#error $@ 5.7.1 $: _RELAY_REPLY_

###  CanonAddr: plain -> focused, wrong syntax is $#error

SCanonAddr
R$*	$: $>Parse0 $>canonify $1
ifdef(`_USE_DEPRECATED_ROUTE_ADDR_', `R< @ $+ > : $+ @ $+	$2 % $3 < @ $1 >
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
R<?> $* $=O $* < @ $* $=R >	$@ $>ParseRecipient $1 $2 $3
ifdef(`_ACCESS_TABLE_', `R<?> $* $=O $* < @ $+ >	$: $| $>D < $4 > < NO > < + To > < $1 $2 $3 < @ $4 > >
R$| < RELAY > < $* < @ $* > >	$@ $>ParseRecipient $1
R$| < $* < TMPF > > < $* >	$#TEMP $@ 4.3.0 $: _TMPF_TEXT_
R$| < $* > < $* >	$: <?> $2
')dnl
R<?> $*	$@ $1

###  Rcpt_ok: recipient -> RELAY or $# RELAY when this client may send to it,
###  the parsed recipient when that is not known

SRcpt_ok
R$*	$: $>ParseRecipient $1

ifdef(`_ACCESS_TABLE_', `# the certificate of the client
R$*	$: $1 $| $>RelayTLS
R$* $| $# $*	$# $2
R$* $| $*	$: $1
')dnl
# a mechanism of authentication that we trust; the site may say which
R$*	$: < $&{auth_type} > $1
R< $+ > $*	$: < $1 > $2 $| $>"Local_Relay_Auth" $1
R< $+ > $* $| $# $*	$# $3
R< $+ > $* $| NO	$: < > $2
R< $={TrustAuthMech} > $*	$# RELAY
R< $* > $* $| $*	$: < > $2
R< $* > $*	$: $2

# our own hosts, and those that we relay for
R$+ < @ $=w >	$@ RELAY
R$+ < @ $* $=R >	$@ RELAY
ifdef(`_ACCESS_TABLE_', `ifdef(`_RELAY_FULL_ADDR_', `R$+ < @ $+ >	$: $1 < @ $2 > $| $>SearchList < + To > $| < F:$1@$2 > < D:$2 > < >
R$+ < @ $+ > $| < $* >	$: < $3 > < $1 < @ $2 > >
', `R$+ < @ $+ >	$: $>D < $2 > < ? > < + To > < $1 < @ $2 > >
')dnl
R< $* < TMPF > > $*	$#TEMP $@ 4.3.0 $: _TMPF_TEXT_
R< RELAY > $*	$@ RELAY
R< $* > < $* >	$: $2
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
ifdef(`_ACCESS_TABLE_', `R[ $+ ]	$: $>A < $1 > < ? > < + Connect > < $1 >
R< RELAY > < $* >	$@ RELAY
R< $* < TMPF > > < $* >	$#TEMP $@ 4.3.0 $: _TMPF_TEXT_
')dnl

# its name, which the DNS must confirm
R$*	$: < $&{client_resolve} > $&{client_name}
R< FAIL > $*	$#error $@ 5.7.1 $: "550 Relaying denied. IP name lookup failed " $1
R< FORGED > $*	$#error $@ 5.7.1 $: "550 Relaying denied. IP name possibly forged " $1
R< TEMP > $*	$#TEMP $@ 4.4.0 $: "450 Relaying temporarily denied. Cannot resolve PTR record for " $&{client_addr}
R< $* > $+	$: <?> $[ $2 $]
R< $* >	$@ < @ >
R<?> $* .	<?> $1
R<?> $=w	$@ RELAY
R<?> $* $=R	$@ RELAY
ifdef(`_ACCESS_TABLE_', `R<?> $+	$: $>D < $1 > < ? > < + Connect > < $1 >
R< RELAY > < $* >	$@ RELAY
R< $* < TMPF > > < $* >	$#TEMP $@ 4.3.0 $: _TMPF_TEXT_
R< $* > < $* >	$: $2
')dnl
