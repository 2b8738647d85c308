dnl HACK(`xconnect')
dnl
dnl Which clients may use XCONNECT, to say on whose behalf they connect:
dnl those whose name or address stands in the access map with the tag
dnl XConnect, whatever the value.
dnl Arguments: none.
dnl Adds: ruleset x_connect.
dnl Conflicts: needs FEATURE(`access_db') before it.
ifdef(`_ACCESS_TABLE_', `', `_ERROR_(`HACK(`xconnect') needs FEATURE(`access_db') before it')')
divert(_D_RULESETS_)dnl

###  x_connect: client name $| client address -> yes, or $# no
Sx_connect
R$* $| $*	$: $>D < $1 > < ? > < ! "XConnect" > < $2 >
R< ? > < $+ >	$: $>A < $1 > < ? > < ! "XConnect" > < $1 >
R< ? > < $* >	$# no
R< $+ > < $* >	$: yes
divert(-1)
