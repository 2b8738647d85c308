dnl masquerade.m4 - the name that this site shows to others.
dnl
dnl MASQUERADE_AS gives the name; MASQUERADE_DOMAIN further domains (class
dnl M) that are hidden behind it, MASQUERADE_EXCEPTION (class N) those that
dnl are not, EXPOSED_USER (class E) users who are shown as they are.

###  MasqHdr: focused -> focused, for header senders

SMasqHdr=93
ifdef(`_GENERICS_TABLE_', `_PART_(`generics')')dnl
ifdef(`MASQUERADE_NAME', `
# users and hosts that stay as they are
R$=E < @ *LOCAL* >	$@ $1 < @ $j . >
ifdef(`_MASQUERADE_ENTIRE_DOMAIN_', `R$=E < @ $* $=M . >	$@ $1 < @ $2 $3 . >
', `R$=E < @ $=M . >	$@ $1 < @ $2 . >
')dnl
ifdef(`_LIMITED_MASQUERADE_', `', `R$=E < @ $=w . >	$@ $1 < @ $2 . >
')dnl
ifdef(`_MASQUERADE_EXCEPTIONS_', `R$* < @ $=N . > $*	$@ $1 < @ $2 . > $3
')dnl
# all the others of this site
ifdef(`_MASQUERADE_ENTIRE_DOMAIN_', `R$* < @ $* $=M . > $*	$: $1 < @ $M . > $4
', `R$* < @ $=M . > $*	$: $1 < @ $M . > $3
')dnl
ifdef(`_LIMITED_MASQUERADE_', `', `R$* < @ $=w . > $*	$: $1 < @ $M . > $3
')dnl
R$* < @ *LOCAL* > $*	$@ $1 < @ $M . > $2
', `R$* < @ *LOCAL* > $*	$@ $1 < @ $j . > $2
')dnl

###  MasqEnv: focused -> focused, for envelope senders

SMasqEnv=94
ifdef(`_MASQUERADE_ENVELOPE_', `R$+	$@ $>MasqHdr $1
', `R$* < @ *LOCAL* > $*	$: $1 < @ $j . > $2
')dnl
