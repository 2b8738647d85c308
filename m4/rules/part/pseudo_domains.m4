dnl pseudo_domains.m4 - hosts whose last label the DNS knows nothing about.
dnl
dnl In and out: focused address; a triple for .UUCP, .BITNET, .DECNET, .FAX
dnl and POP when the site has a way to go: a mailer of its own (its rules
dnl stand in front, in the diversion of LOCAL_UUCP), a neighbour, a relay.
undivert(_D_UUCP_)
ifdef(`_NO_UUCP_', `', `ifdef(`_CLASS_V_', `R$* < @ $=V . UUCP . > $*	$: $>MailerToTriple < $V > $1 < @ $2 .UUCP. > $3
')ifdef(`_CLASS_W_', `R$* < @ $=W . UUCP . > $*	$: $>MailerToTriple < $W > $1 < @ $2 .UUCP. > $3
')ifdef(`_CLASS_X_', `R$* < @ $=X . UUCP . > $*	$: $>MailerToTriple < $X > $1 < @ $2 .UUCP. > $3
')')dnl
ifdef(`UUCP_RELAY', `R$* < @ $+ . UUCP . > $*	$: $>MailerToTriple < $Y > $1 < @ $2 .UUCP. > $3
', `ifdef(`_MAILER_uucp_', `R$* < @ $+ . UUCP . > $*	$#confUUCP_MAILER $@ $2 $: $1 < @ $2 .UUCP. > $3
')')dnl
ifdef(`BITNET_RELAY', `R$* < @ $+ . BITNET . > $*	$: $>MailerToTriple < $B > $1 < @ $2 .BITNET. > $3
')dnl
ifdef(`DECNET_RELAY', `R$* < @ $+ . DECNET . > $*	$: $>MailerToTriple < $C > $1 < @ $2 .DECNET. > $3
')dnl
ifdef(`_MAILER_fax_', `R$+ < @ $+ . FAX . >	$#fax $@ $2 $: $1
', `ifdef(`FAX_RELAY', `R$* < @ $+ . FAX . > $*	$: $>MailerToTriple < $F > $1 < @ $2 .FAX. > $3
')')dnl
ifdef(`_MAILER_pop_', `R$+ < @ POP . >	$#pop $: $1
')dnl
