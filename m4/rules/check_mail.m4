dnl check_mail.m4 - may this sender send?

###  Local_check_mail: the place of the site; a $# answer decides

SLocal_check_mail

###  check_mail (with delay_checks: checkmail): < sender > -> $#..., < OK > for the null sender and for one
###  that the access map lets in, @ address for any other

ifdef(`_DELAY_CHECKS_', `Scheckmail', `Scheck_mail')
R$*	$: $1 $| $>"Local_check_mail" $1
R$* $| $#$*	$#$2
R$* $| $*	$@ $>"Basic_check_mail" $1

###  Basic_check_mail: the same without the part of the site

SBasic_check_mail
_PART_(`deferred')dnl

# is the connection good enough?
R$* $| $*	$: $2 $| $>"tls_client" $&{verify} $| MAIL
R$* $| $#$+	$#$2

# the null sender
R< > $| $*	$@ < OK >

ifdef(`_ACCEPT_UNQUALIFIED_SENDERS_', `R$* $| $*	$: $| $| $1
', `# A host name without a domain, or one that means any host, is only for
# clients of our own: without a name, or in class w.  Flag u of the
# listener lets everybody use them; flag f, which is the stronger one,
# insists on a domain.  From here the address stands in angle brackets.
R< $+ > $| $*	$: $1
R$* $| $*	$: $1
R$+	$: $&{daemon_flags} $| $&{client_name} $| < $1 >
R$* f $* $| $* $| $*	$: f $| $3 $| $4
R$* u $* $| $* $| $*	$: $4
R$* $| $=w $| $*	$: $3
R$* $| $| $*	$: $2
R$* $| $* $| $* @ localhost >	$#error $@ 5.5.4 $: "553 Real domain name required for sender address"
R$* $| $* $| $* @ localhost.$m >	$#error $@ 5.5.4 $: "553 Real domain name required for sender address"
ifdef(`_NO_UUCP_', `', `R$* $| $* $| $* @ localhost.UUCP >	$#error $@ 5.5.4 $: "553 Real domain name required for sender address"
')dnl
R$* $| $* $| $* @ [127.0.0.1] >	$#error $@ 5.5.4 $: "553 Real domain name required for sender address"
R$* $| $* $| $* @ [IPv6:0:0:0:0:0:0:0:1] >	$#error $@ 5.5.4 $: "553 Real domain name required for sender address"
R$* $| $* $| $* @ [IPv6:::1] >	$#error $@ 5.5.4 $: "553 Real domain name required for sender address"
R$* $| $* $| $* @ >	$: $3 @ >
Rf $| $* $| $* @ $- >	$#error $@ 5.5.4 $: "553 Real domain name required for sender address"
R$@	$: $| $|
R< $* >	$: $| $| < $1 >
')dnl

# Is there such a domain?  < OKR >, < TEMP > or < NX > in front of the
# address; < ? > when there is no domain.
R$* $| $* $| $*	$: < ? > $>CanonAddr $3
R< ? > $* < @ $+ . >	$: < ? > $1 < @ $2 >
ifdef(`_ACCEPT_UNRESOLVABLE_DOMAINS_', `R< ? > $* < @ $+ >	$: < OKR > $1 < @ $2 >
', `R< ? > $* < @ $* $=P >	$: < OKR > $1 < @ $2 $3 >
R< ? > $* < @ $j >	$: < OKR > $1 < @ $j >
R< ? > $* < @ $+ >	$: < $(resolve $2 $: ? < NX > $) > $1 < @ $2 >
R< $* < $- > > $+	$: < $2 > $3
')dnl

ifdef(`_ACCEPT_UNQUALIFIED_SENDERS_', `# no domain
R< ? > $*	$: < OKR > $1
', `# no domain: flag u, or mail from this host itself
R< ? > $*	$: < ? $&{daemon_flags} $| $&{client_addr} > $1
R< ? $* u $* $| $* > $*	$: < OKR > $4
')dnl
ifdef(`_ACCESS_TABLE_', `
# what the access map says: $| < ... > < address > < value >
R< $* > $+ < @ $+ >	$: $| < $1 > < $2 < @ $3 > > $>SearchList < + From > $| < F:$2@$3 > < U:$2@ > < D:$3 > < >
R< $* > $+	$: $| < $1 > < $2 > $>SearchList < + From > $| < U:$2@ > < >
R$| < $* > < $* > < ? >	$: < $1 > $2
R$| < $* > < $* > < $={Accept} >	$# $3
R$| < $* > < $* > < $* >	$: < $3 > < >
')dnl

ifdef(`_ACCEPT_UNQUALIFIED_SENDERS_', `', `R< ? $* $| > $*	$@ < OKR >
R< ? $* > $*	$#error $@ 5.5.4 $: "553 Domain name required for sender address " $&f
')dnl
ifdef(`_BAD_MX_', `# the mail exchangers of the domain
R< OKR > $* < @ $+ >	$: $1 < @ $2 > $| $>BadMX $2
R$* $| $#$*	$#$2
')dnl
R< OKR > $+	$@ @ $1
R< TEMP > $+ < @ $+ >	$#error $@ 4.1.8 $: "451 Domain of sender address " $&f " does not resolve"
R< NX > $+	$#error $@ 5.1.8 $: "553 Domain of sender address " $&f " does not exist"
ifdef(`_ACCESS_TABLE_', `_PART_(`verdict')dnl
')dnl
