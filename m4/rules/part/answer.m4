dnl answer.m4 - the end of the search.
dnl
dnl In: : answer $| mark tag $| key $| default $| passthru.
dnl Out: < answer or default > < passthru >; < < TMPF > > when the look-up
dnl failed for the moment.
R: ? $| $- $- $| $* $| $+ $| $*	$@ < $4 > < $5 >
R: $* < TMPF > $| $- $- $| $* $| $+ $| $*	$@ < < TMPF > > < $6 >
R: $* $| $- $- $| $* $| $+ $| $*	$@ < $1 > < $6 >
