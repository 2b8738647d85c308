dnl final.m4 - back to an address that others can read.
dnl
dnl final (4): focused address -> plain address, no dot, no brackets.

###  final: local < @ host . > -> local@host

Sfinal=4

# the null address is empty, a group keeps its phrase
R$+ :; < @ >	$@ $1 :
R$* < @ >	$@

# the dot and the stand-in for this host
R$* < @ $+ . > $*	$1 < @ $2 > $3
R$* < @ *LOCAL* > $*	$1 < @ $j > $2

# no focus any more
R$* < $+ > $*	$1 $2 $3
ifdef(`_NO_UUCP_', `', `
# host.UUCP is written host!user
R$+ @ $- . UUCP	$2 ! $1
')dnl
ifdef(`_DECNET_SYNTAX_', `R$+ @ $+ . DECNET	$2 :: $1
')dnl

# user%us@us is user@us
R$+ % $=w @ $=w	$1 @ $2

###  Recurse: plain address -> triple

SRecurse=97
R$*	$: $>canonify $1
R$*	$@ $>parse $1
