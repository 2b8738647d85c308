dnl mailertable.m4 - the site's routes: the entry for the host itself.
dnl
dnl In: local < @ host > rest or local < @ host . > rest.  Out: the triple
dnl of the entry for the host, or for one of its parents; or as it was.
dnl A value without mailer: in front is another name for the host, whose
dnl parents count then.
R$* < @ $+ > $*	$: $2 $| $1 < @ $2 > $3
R$+ . $| $*	$: $1 $| $2
R$+ $| $*	$: < $(mailertable $1 $) > $2
R< $~[ : $* > $*	$: $>MailerToTriple < $1 : $2 > $3
R< $+ > $*	$: $>Mailertable < $1 > $2
