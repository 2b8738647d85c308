dnl detail.m4 - user+detail@host is also asked for as user+*@host and as
dnl user@host.
dnl
dnl In and out: : answer $| mark tag $| key $| default $| passthru.
R: ? $| $- $- $| $+ + $* @ $+ $| $+ $| $*	$: : $(access $2:$3+*@$5 $: ? $) $| $1 $2 $| $3 + $4 @ $5 $| $6 $| $7
R: ? $| + $- $| $+ + $* @ $+ $| $+ $| $*	$: : $(access $2+*@$4 $: ? $) $| + $1 $| $2 + $3 @ $4 $| $5 $| $6
R: ? $| $- $- $| $+ + $* @ $+ $| $+ $| $*	$: : $(access $2:$3@$5 $: ? $) $| $1 $2 $| $3 + $4 @ $5 $| $6 $| $7
R: ? $| + $- $| $+ + $* @ $+ $| $+ $| $*	$: : $(access $2@$4 $: ? $) $| + $1 $| $2 + $3 @ $4 $| $5 $| $6
