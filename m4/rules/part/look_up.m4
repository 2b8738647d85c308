dnl look_up.m4 - the first question to the access map: the key as it is.
dnl
dnl In: < key > < default > < mark tag > < passthru >.
dnl Out: : answer $| mark tag $| key $| default $| passthru; the answer is ?
dnl when there is none, and $| is what no data can look like.  The colon tells
dnl this from an entry of the map that looks like what comes in.
R< $* > < $+ > < $- $- > < $* >	$: : $(access $4:$1 $: ? $) $| $3 $4 $| $1 $| $2 $| $5
R: ? $| + $- $| $+ $| $+ $| $*	$: : $(access $2 $: ? $) $| + $1 $| $2 $| $3 $| $4
