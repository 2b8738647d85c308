dnl deferred.m4 - nothing is looked up while delivery is deferred.
dnl
dnl In: any workspace.  Out: mode $| workspace; mode d ends the ruleset with
dnl "deferred".
R$*	$: $&{deliveryMode} $| $1
Rd $| $*	$@ deferred
