dnl user_detail.m4 - user+detail@ is also asked for as user+*@ and as user@.
dnl
dnl In and out: : answer $| mark tag $| key $| default $| passthru.
R: ? $| $- $- $| $+ + $* @ $| $+ $| $*	$: : $(access $2:$3+*@ $: ? $) $| $1 $2 $| $3 + $4 @ $| $5 $| $6
R: ? $| + $- $| $+ + $* @ $| $+ $| $*	$: : $(access $2+*@ $: ? $) $| + $1 $| $2 + $3 @ $| $4 $| $5
R: ? $| $- $- $| $+ + $* @ $| $+ $| $*	$: : $(access $2:$3@ $: ? $) $| $1 $2 $| $3 + $4 @ $| $5 $| $6
R: ? $| + $- $| $+ + $* @ $| $+ $| $*	$: : $(access $2@ $: ? $) $| + $1 $| $2 + $3 @ $| $4 $| $5
