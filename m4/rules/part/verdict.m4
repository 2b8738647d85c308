dnl verdict.m4 - what a value of the access map means at connect and MAIL.
dnl
dnl In: < value > rest, not of class {Accept}.  Out: $#discard or $#error.
R< DISCARD > $*	$#discard $: discard
R< QUARANTINE : $+ > $*	$#error $@ quarantine $: $1
R< REJECT > $*	$#error ifdef(`confREJECT_MSG', `$: confREJECT_MSG', `$@ 5.7.1 $: "550 Access denied"')
R< ERROR : $- . $- . $- : $+ > $*	$#error $@ $1.$2.$3 $: $4
R< ERROR : $+ > $*	$#error $: $1
R< $* < TMPF > > $*	$#error $@ 4.3.0 $: _TMPF_TEXT_
R< $+ > $*	$#error $: $1
