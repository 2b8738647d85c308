dnl parse.m4 - from a focused address to the mailer that takes it.
dnl
dnl parse (0): focused address -> $#mailer $@host $:user.

###  parse: local < @ host . > -> triple

Sparse=0

R$*	$: $>Parse0 $1
# the null address is local; an error is an error
R< @ >	$#confLOCAL_MAILER $: < @ >
ifdef(`_BCC_', `R$*	$: $>ParseBcc $1
')dnl
R$*	$: $>ParseLocal $1
R$*	$: $>Parse1 $1

###  Parse0: focused -> focused or $#error; wrong syntax ends here, and an
###  address at this host that hides another one is opened

SParse0
R< > $*	$1
R< @ >	$@ < @ >
R$* : $* ; < @ >	$#error $@ 5.1.3 $: "553 List:; syntax illegal for recipient addresses"
R@ < @ $* >	< @ $1 >

# each part must be there
R< @ $+ >	$#error $@ 5.1.3 $: "553 User address required"
R< @ > $*	$@ < @ >
R$+ < @ >	$#error $@ 5.1.3 $: "553 Hostname required"

# A literal ends with its bracket or goes on with a colon or a comma; any
# other host has no colon, and nothing in brackets has one.  While this is
# looked into the workspace is ? $| local $| host $| rest.
R$* [ $*	$: ? $| $1 [ $2
R$* : $*	$: ? $| $1 : $2
R? $| ? $| $*	$: ? $| $1
R? $| $* < @ $* > $*	$: ? $| $1 $| $2 $| $3
R$* < $* : $* > $*	$#error $@ 5.1.3 $: "553 Colon illegal in host name part"
R? $| $* $| [ $* ] : $+ $| $*	$: $1 < @ [ $2 ] : $3 > $4
R? $| $* $| [ $* ] , $+ $| $*	$: $1 < @ [ $2 ] , $3 > $4
R? $| $* $| [ $* ] $+ $| $*	$#error $@ 5.1.2 $: "553 Invalid address"
R? $| $* $| [ $+ ] $| $*	$: $1 < @ [ $2 ] > $3
R? $| $* $| $* : $* $| $*	$#error $@ 5.1.3 $: "553 Colon illegal in host name part"
R? $| $* $| $* $| $*	$: $1 < @ $2 > $3
R? $| $*	$: $1

# labels are not empty, and there is no other address in either part
R$* < @ $* . . $* > $*	$#error $@ 5.1.2 $: "553 Invalid host name"
R$* < @ . $* > $*	$#error $@ 5.1.2 $: "553 Invalid host name"
R$* < @ $* @ > $*	$#error $@ 5.1.2 $: "553 Invalid route address"
R$* , $~O $*	$#error $@ 5.1.3 $: "553 Invalid route address"
R$* @ $* < @ $* > $*	$#error $@ 5.1.3 $: "553 Invalid route address"

# At this host the local part may hold an address of its own, with or
# without quotes around it.
R$* < @ > $*	$@ $>Parse0 $>canonify $1
R< @ $=w . > : $*	$@ $>Parse0 $>canonify $2
R$- < @ $=w . >	$: $(dequote $1 $) < @ $2 . >
R< @ $=w . >	$#error $@ 5.1.3 $: "553 User address required"
R$* $=O $* < @ $=w . >	$@ $>Parse0 $>canonify $1 $2 $3
R$-	$: $(dequote $1 $) < @ *LOCAL* >
R< @ *LOCAL* >	$#error $@ 5.1.3 $: "553 User address required"
R$* $=O $* < @ *LOCAL* >	$@ $>Parse0 $>canonify $1 $2 $3
R$* < @ *LOCAL* >	$: $1
ifdef(`_PREFIX_', `
# a prefix that is only a flag
R`'_PREFIX_ $+	$: $(macro {rcpt_flags} $@ _PREFIX_FLAGS_ $) $1
')dnl

ifdef(`_BCC_', `###  ParseBcc: address -> the same; a triple for the recipient of a copy

SParseBcc
ifdef(`_BCC_HOST_', `R$+	$: $&{addr_type} $| $1
Re b $| $+	$@ $>MailerToTriple < $A > $1
R$* $| $+	$: $2
')dnl

')dnl
###  ParseLocal: focused -> focused or triple; the place of the site

SParseLocal=98
undivert(_D_RULE0_)

###  Parse1: focused -> triple; where each kind of host goes

SParse1
ifdef(`_LDAP_ROUTING_', `
# a domain whose users are in LDAP
_PART_(`ldap')')dnl

# literals: this host, or what the smart host takes, one with a port or a
# route, any other
R$* < @ [ $+ ] > $*	$: $1 $| [ $2 ] $| $3
R$* $| $=w $| $*	$: $1 < @ $j . > $3
R$* $| $+ $| $*	$: $1 < @ $2 > $3
ifdef(`_MAILER_smtp_', `ifdef(`SMART_HOST', `R$* < @ [ $+ ] > $*	$: < $S > $1 < @ [ $2 ] > $3
R< $~[ : $* > $* < @ [ $+ ] > $*	$#$1 $@ $2 $: $3 < @ [ $4 ] > $5
R< $+ > $* < @ [ $+ ] > $*	$#confSMTP_MAILER $@ $1 $: $2 < @ [ $3 ] > $4
')dnl
R$* < @ [ $+ ] : > $*	$#confSMTP_MAILER $@ [ $2 ] $: $1 < @ [ $2 ] > $3
R$* < @ [ $+ ] : $- : $* > $*	$#$3 $@ $4 $: $1 < @ [ $2 ] > $5
R$* < @ [ $+ ] : $+ > $*	$#confSMTP_MAILER $@ $3 $: $1 < @ [ $2 ] > $4
R$* < @ [ $+ ] > $*	$#confSMTP_MAILER $@ [ $2 ] $: $1 < @ [ $2 ] > $3
')dnl

ifdef(`_VIRTUSER_TABLE_', `# a user of a virtual domain
_PART_(`virtuser')')dnl
ifdef(`_MAILER_usenet_', `# a news group at this host
R$+ . USENET	$#usenet $@ usenet $: $1
R$+ . USENET < @ $=w . >	$#usenet $@ usenet $: $1
')dnl
# this host
R$=L < @ $=w . >	$#confLOCAL_MAILER $: @ $1
ifdef(`_STICKY_HOST_', `R$+ < @ $=w . >	$: < $H > $1 < @ $2 . >
R< $+ > $+ < $+ >	$>MailerToTriple < $1 > $2 < $3 >
R< > $+ + $* < $+ >	$#confLOCAL_MAILER $: $1 + $2
R< > $+ < $+ >	$#confLOCAL_MAILER $: @ $1
', `R$+ < @ $=w . >	$#confLOCAL_MAILER $: $1
')dnl
ifdef(`_MAILER_TABLE_', `
# a host of the table of routes
_PART_(`mailertable')')dnl
_PART_(`pseudo_domains')dnl
ifdef(`_BESTMX_IS_LOCAL_', `
_PART_(`bestmx')')dnl
ifdef(`_VNET_', `
# hosts of VNET
R$* < @ vnet . ibm . com > $*	$#confRELAY_MAILER $@ vnet . ibm . com $: $1 < @ vnet . ibm . com > $2
R$* < @ $+ . vnet . > $*	$#confRELAY_MAILER $@ $A $: $1 < @ $2 . VNET . > $3
')dnl
undivert(_D_NETCONFIG_)
ifdef(`SMART_HOST', `
# every other host: the smart host knows
R$* < @ $* > $*	$: $>MailerToTriple < $S > $1 < @ $2 > $3
')dnl

ifdef(`_MAILER_smtp_', `# every other host: itself
R$* < @ $* > $*	$#confSMTP_MAILER $@ $2 $: $1 < @ $2 > $3
', `# without the smtp mailers no other host can be reached
R$* < @ $* > $*	$#error $@ 5.1.2 $: "553 Unrecognized host name " $2
')dnl

# no host: a user of this one
R$=L	$#confLOCAL_MAILER $: @ $1
R$*	$#confLOCAL_MAILER $: $1
