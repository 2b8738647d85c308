dnl bad_helo.m4 - the name that the client gave with HELO.
dnl
dnl In and out: any workspace.  The end of Relay_ok or check_rcpt; clients
dnl whose address is in class R, or 0 (mail from this host), or who
dnl authenticated, may call themselves as they like.
ifdef(`_BLOCK_BAD_HELO_', `
# what the client calls itself is not one of our names, and has a dot
R$*	$: $&{client_addr} $| $&{auth_authen} $| $1
R$=R $* $| $* $| $*	$: OK $| $4
R0 $| $* $| $*	$: OK $| $2
R$* $| $+ $| $*	$: OK $| $3
R$* $| $| $*	$: ? $| $&s $| $2
R? $| $=w $| $*	$: ? $| $| $2
R? $| $+ . $+ $| $*	$: OK $| $3
ROK $| $*	$: $1
R? $| $* $| $*	$#error $@ 5.7.1 $: "550 bogus HELO name used: " $&s
')dnl
