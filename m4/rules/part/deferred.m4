dnl deferred.m4 - nothing is looked up while delivery is deferred.
dnl
dnl In and out: any workspace; mode d ends the ruleset with "deferred".
R$*	$: $&{deliveryMode} $| $1
Rd $| $*	$@ deferred
R$* $| $*	$: $2
