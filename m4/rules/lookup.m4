dnl lookup.m4 - asking the access map.
dnl
dnl All of them: < key > < default > < mark tag > < passthru > ->
dnl < value > < passthru >, with the default for a key that is not there.
dnl Mark !: only tag:key is asked for; mark +: tag:key, then key alone.
dnl A look-up that fails for the moment gives < < TMPF > > < passthru >.

###  D (LookUpDomain): a host, then its parents; an [address], then its nets.
###  Each parent is looked up by the rule that finds it; what goes on from
###  there is handed to D in the form that the rules of look_up leave.

SD
# a host without a name: the tag alone, and all five parts are returned
R< > < $+ > < $- $- > < $* >	$@ < $(access $3: $: ? $) > < > < $1 > < $2 $3 > < $4 >
_PART_(`look_up')dnl
ifdef(`_LOOKUP_DOT_DOMAIN_', `# the entry for hosts below a domain
R: ? $| $- $- $| $+ . $+ $| $+ $| $*	$: : $(access $2:.$4 $: ? $) $| $1 $2 $| $3 . $4 $| $5 $| $6
R: ? $| + $- $| $+ . $+ $| $+ $| $*	$: : $(access .$3 $: ? $) $| + $1 $| $2 . $3 $| $4 $| $5
')dnl
R: ? $| $- $- $| [ $+ . $- ] $| $+ $| $*	$@ $>D : $(access $2:[$3] $: ? $) $| $1 $2 $| [ $3 ] $| $5 $| $6
R: ? $| $- $- $| [ $+ :: $- ] $| $+ $| $*	$@ $>D : $(access $2:[$3] $: ? $) $| $1 $2 $| [ $3 ] $| $5 $| $6
R: ? $| $- $- $| [ $+ : $- ] $| $+ $| $*	$@ $>D : $(access $2:[$3] $: ? $) $| $1 $2 $| [ $3 ] $| $5 $| $6
R: ? $| $- $- $| $+ . $+ $| $+ $| $*	$@ $>D : $(access $2:$4 $: ? $) $| $1 $2 $| $4 $| $5 $| $6
ifdef(`_ACCESS_SKIP_', `R: SKIP $| $- $- $| $* $| $+ $| $*	$@ < $4 > < $5 >
')dnl
_PART_(`answer')dnl

###  A (LookUpAddress): an IP address, then the nets it is in

SA
R< > $*	$@ < > $1
_PART_(`look_up')dnl
R: ? $| $- $- $| $+ :: $- $| $+ $| $*	$@ $>A : $(access $2:$3 $: ? $) $| $1 $2 $| $3 $| $5 $| $6
R: ? $| $- $- $| $+ : $- $| $+ $| $*	$@ $>A : $(access $2:$3 $: ? $) $| $1 $2 $| $3 $| $5 $| $6
R: ? $| $- $- $| $+ . $- $| $+ $| $*	$@ $>A : $(access $2:$3 $: ? $) $| $1 $2 $| $3 $| $5 $| $6
ifdef(`_ACCESS_SKIP_', `R: SKIP $| $- $- $| $* $| $+ $| $*	$@ < $4 > < $5 >
')dnl
_PART_(`answer')dnl

###  E: the key as it is, nothing else

SE
_PART_(`look_up')dnl
_PART_(`answer')dnl

###  F: user@host;  U: user@

SF
_PART_(`look_up')dnl
_PART_(`detail')dnl
_PART_(`answer')dnl

SU
_PART_(`look_up')dnl
_PART_(`user_detail')dnl
_PART_(`answer')dnl

###  SearchList: < mark tag > $| < X:key > < Y:key > ... < > -> the value
###  that the first of the look-ups X, Y (F U D E) finds, or < ? >

SSearchList
R< $+ > $| < $={Src} : $* > < $* >	$: < $1 > $| < $4 > $| $>$2 < $3 > < ? > < $1 > < >
R< $+ > $| < $={Src} : $* > < $* > $| < ? > < >	< $1 > $| < $4 > $| $>$2 < $3 > < ? > < $1 > < >
R< $+ > $| $+ $| < $* > < >	$@ < $3 >
R< $+ > $| < >	$@ < ? >
