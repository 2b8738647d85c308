dnl answer.m4 - the end of the search.
dnl
dnl In: answer $| mark tag $| key $| default $| passthru.
dnl Out: < answer or default > < passthru >; < < TMPF > > when the look-up
dnl failed for the moment; the default for SKIP, where that is in use.
R? $| $- $- $| $+ $| $+ $| $*	$@ < $4 > < $5 >
R$* < TMPF > $| $- $- $| $+ $| $+ $| $*	$@ < < TMPF > > < $6 >
ifdef(`_ACCESS_SKIP_', `RSKIP $| $- $- $| $+ $| $+ $| $*	$@ < $4 > < $5 >
')dnl
R$* $| $- $- $| $+ $| $+ $| $*	$@ < $1 > < $6 >
