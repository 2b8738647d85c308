dnl localaddr.m4 - what is left to do for a local user who has no alias.
dnl
dnl localaddr (5): user, or user+detail -> the same (deliver), or a triple.

dnl _TO_HOST_OF_USER_(RELAY, tag, value, host): tag user $| +detail -> the triple of the relay; an
dnl address of its own, or with the host, keeps it, and the detail goes in front of that.
define(`_TO_HOST_OF_USER_', `R$2$+ $| $`'*	$: $2< $3 > $`'1 $4$| $`'2
R$2$`'* @ $+ $| $`'*	$: $2$`'1 $`'3 @ $`'2 $|
R$2$`'* $| $`'*	$: $2$`'1 $`'2
_IF_HOST_(`$1', `R$2< $`'* > $+ @ $+	$`'@ $>MailerToTriple < $`'1 > $`'2 < @ $`'3 >
')dnl
R$2$+	$`'@ $>MailerToTriple $`'1 _AT_RELAY_(`$1')
')dnl

###  Local_localaddr: the place of the site; a $#ok answer ends the matter

SLocal_localaddr

###  localaddr: user + detail -> user or triple

Slocaladdr=5
R$+	$: ok $| $1 $| $>"Local_localaddr" $1
Rok $| $+ $| $#ok	$@ $1
Rok $| $+ $| $#$*	$#$2
Rok $| $+ $| $*	$: $1
ifdef(`_PRESERVE_LUSER_HOST_', `
# the host that the mail is for; a detail in $h is none, and of an address
# the host counts
R$+	$: $&h $| $1
R$* @ $+ $| $+	$: $2 $| $3
R+ $* $| $+	$: $| $2
R$+ $| $+	$: $(macro {Host} $@ @$1 $) $| $2
R$* $| $+	$: $2
')dnl
ifdef(`_PRESERVE_LOCAL_PLUS_DETAIL_', `R$+	$: $1 $|
', `
# user+detail: first user+*, whose alias may be there, then user
R$+ + *	$#confLOCAL_MAILER $@ $&h $: $1
R$+ + $*	$#confLOCAL_MAILER $@ + $2 $: $1 + *

# The detail comes back in $h when user+detail was asked for and user+* is
# no alias: user $| +detail.
R$+	$: ? $&h $| $1
R? + $* $| $+	$: $2 $| + $1
R? $* $| $+	$: $2 $|
')dnl
ifdef(`LUSER_RELAY', `
# nobody of this name: the relay for unknown users takes it
R$+ $| $*	$: $1 $| $2 $| $1
R$+ $| $* $| $+ + $*	$: $1 $| $2 $| $3
R$+ $| $* $| $+	$: < $(user $3 $: ? $) > $1 $| $2
ifdef(`_PRESERVE_LUSER_HOST_', `_TO_HOST_OF_USER_(`LUSER_RELAY', `< ? > ', `$L', `$&{Host} ')',
`R< ? > $+ $| $*	$@ $>MailerToTriple < $L > $1 $2 _AT_RELAY_(`LUSER_RELAY')
')dnl
R< $* < > > $+ $| $*	$: $2 $| $3
')dnl
ifdef(`MAIL_HUB', `
# mail for all users is on another host
ifdef(`_PRESERVE_LUSER_HOST_', `_TO_HOST_OF_USER_(`MAIL_HUB', `', `$H')', `R$+ $| $*	$@ $>MailerToTriple < $H > $1 $2 _AT_RELAY_(`MAIL_HUB')
')dnl
', `ifdef(`LOCAL_RELAY', `
# another host knows what to do with names
ifdef(`_PRESERVE_LUSER_HOST_', `_TO_HOST_OF_USER_(`LOCAL_RELAY', `', `$R')', `R$+ $| $*	$@ $>MailerToTriple < $R > $1 $2 _AT_RELAY_(`LOCAL_RELAY')
')dnl
')')dnl

# nobody but the local mailer
R$+ $| + $+	$#confLOCAL_MAILER $@ $2 $: @ $1
R$+ $| $*	$: $1
