dnl triple.m4 - from a mailer:host text of the site to a triple.
dnl
dnl The text is the value of SMART_HOST, of a relay, or of a table.

###  MailerToTriple: < spec > local < @ host > rest -> triple, or the
###  address when the spec is empty or names this host

SMailerToTriple=95

# nowhere else: no spec, or this host
R< > $*	$@ $1
R< $=w > $*	$@ $2
# a user of this host
R< local : $* > $*	$>CanonLocal < $1 > $2
# an error: a status and a text, or a text
R< error : $- . $- . $- : $+ > $*	$#error $@ $1.$2.$3 $: $4
R< error : $- : $+ > $*	$#error $@ $1 $: $2
R< error : $+ > $*	$#error $: $1
# mailer:user@host, mailer:host, host
R< $~[ : $+ @ $+ > $* < $* > $*	$# $1 $@ $3 $: $2 < @ $3 >
R< $~[ : $+ > $*	$# $1 $@ $2 $: $3
R< $+ > $*	$#confRELAY_MAILER $@ $1 $: $2

###  CanonLocal: < user > local < @ host > rest -> $#local

SCanonLocal
R< $* > < @ $+ > : $+	$@ $>Recurse $3
R< $* > $+ < @ $+ . >	$: < $1 > $2 < @ $3 >
# a user that is an address itself is not of this host
R< $* > $* $=O $* < @ $+ >	$@ $>Recurse $2 $3 $4
# the user it was for goes along as the host
R< > $* < @ $* > $*	$#confLOCAL_MAILER $@ $1 @ $2 $: $1
R< > $+	$#confLOCAL_MAILER $@ $1 $: $1
R< $+ @ $+ > $* < @ $* >	$: < $1 > $3 < @ $4 >
R< $+ > $* < @ $* > $*	$#confLOCAL_MAILER $@ $2 @ $3 $: $1
R< $+ > $*	$#confLOCAL_MAILER $@ $2 $: $1
ifdef(`_MAILER_TABLE_', `
###  Mailertable: prefix < host > address -> triple by the entry of the
###  nearest parent of the host, or address.  The prefix is what was taken
###  off the host before, %1 the whole of it, %2 the last label.  A value
###  without mailer: takes the place of the parent and ends the search: the
###  entry for all hosts counts.

SMailertable=90
R$* < $- . $+ > $*	$: $1 $2 $| < $3 > < $(mailertable .$3 $@ $1$2 $@ $2 $: ? $) > $4
R$* $| < $+ > < $~[ : $* > $*	$@ $>MailerToTriple < $3 : $4 > $5
R$* $| < $+ > < ? > $*	$@ $>Mailertable $1 . < $2 > $3
R$* $| < $+ > < $* > $*	$: $1 . < $3 > $4
R$* < $* > $*	$: < $(mailertable . $@ $1$2 $: ? $) > $3
R< $~[ : $* > $*	$@ $>MailerToTriple < $1 : $2 > $3
R< $* > $*	$@ $2
')dnl
