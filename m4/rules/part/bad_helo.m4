dnl bad_helo.m4 - the name that the client gave with HELO.
dnl
dnl In and out: any workspace.  The end of Relay_ok or check_rcpt; clients
dnl whose address is in class R may call themselves as they like.
ifdef(`_BLOCK_BAD_HELO_', `
# what the client calls itself is not one of our names, and has a dot
R$*	$: $&{client_addr} $| $| $1
R$=R $* $| $| $*	$: OK $| OK $| $3
R$* $| $| $*	$: $1 $| $&s $| $2
R$* $| $=w $| $*	$: $1 $| $| $3
R$* $| $+ . $+ $| $*	$: OK $| OK $| $4
ROK $| OK $| $*	$: $1
R$* $| $* $| $*	$#error $@ 5.7.1 $: "550 bogus HELO name used: " $&s
')dnl
