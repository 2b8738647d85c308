dnl FEATURE(`greet_pause'[, `milliseconds'])
dnl
dnl The greeting waits: who speaks before it comes is no mail server, and
dnl gets no service.  GreetPause:host or address in the access map is the
dnl time for a client; 0 is none.
dnl Arguments: milliseconds, the time for all others.
dnl Adds: rulesets greet_pause and, for the site, Local_greet_pause.
dnl Conflicts: without an argument needs FEATURE(`access_db') before it;
dnl     with one that comes later the map is not asked.
ifelse(_ARG_IS_(`'), `1', `_NEEDS_(`greet_pause', `access_db', `_ACCESS_TABLE_')')
ifdef(`_ACCESS_TABLE_', `', `define(`_GREET_PAUSE_ALONE_', `1')')
define(`_PAUSE_', defn(`_ARG_'))
divert(_D_RULESETS_)
###  greet_pause: name $| address -> $# milliseconds, or nothing

SLocal_greet_pause

Sgreet_pause
R$* $| $*	$: <?> $1 $| $2 $| $>"Local_greet_pause" $1 $| $2
R<?> $* $| $* $| $#$*	$#$3
R<?> $* $| $* $| $*	$: $1 $| $2
ifdef(`_ACCESS_TABLE_', `R$+ $| $+	$: $2 $| $>D < $1 > < ? > < ! GreetPause > < >
R$| $+	$: $1 $| < ? > < >
R$+ $| < ? > < >	$: $| $>A < $1 > < ? > < ! GreetPause > < >
R$* $| < $* < TMPF > > < >	$@
R$* $| < ? > < >	ifelse(defn(`_PAUSE_'), `', `$@', `$# _PAUSE_')
R$* $| < $+ > < >	$# $2
', `R$*	$# _PAUSE_
')dnl
divert(-1)
