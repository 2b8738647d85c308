dnl generics.m4 - the address that others see for a user.
dnl
dnl In: local < @ *LOCAL* > or local < @ host . > with a host of class G.
dnl Out: the address of the entry, canonified, which ends the ruleset; with
dnl an entry that is a user alone, that user < @ *LOCAL* >; or as it was.
dnl While it is at work the workspace is answer $| local $| host of the
dnl key $| host, the answer ? for none.
R$+ < @ *LOCAL* >	$: ? $| $1 $| $j $| *LOCAL*
ifdef(`_GENERICS_ENTIRE_DOMAIN_', `R$+ < @ $* $=G . >	$: ? $| $1 $| $2 $3 $| $2 $3 .
', `R$+ < @ $=G . >	$: ? $| $1 $| $2 $| $2 .
')dnl
# the address; the address with any detail, or with none
R? $| $+ $| $+ $| $+	$: $(generics $1@$2 $: ? $) $| $1 $| $2 $| $3
R? $| $+ + $* $| $+ $| $+	$: $(generics $1+*@$3 $@ $2 $: ? $) $| $1 + $2 $| $3 $| $4
R? $| $+ + $* $| $+ $| $+	$: $(generics $1@$3 $: ? $) $| $1 + $2 $| $3 $| $4
# everybody of the domain; the user alone
R? $| $+ $| $+ $| $+ .	$: $(generics @$2 $@ $1 $: ? $) $| $1 $| $2 $| $3 .
R? $| $+ $| $+ $| $+	$: $(generics $1 $: ? $) $| $1 $| $2 $| $3
R? $| $+ + $* $| $+ $| $+	$: $(generics $1+* $@ $2 $: ? $) $| $1 + $2 $| $3 $| $4
R? $| $+ + $* $| $+ $| $+	$: $(generics $1 $: ? $) $| $1 + $2 $| $3 $| $4
# nothing; an address; a user
R? $| $+ $| $+ $| $+	$: $1 < @ $3 >
R$* @ $+ $| $+ $| $+ $| $+	$@ $>canonify $1 @ $2
R$+ $| $+ $| $+ $| $+	$: $1 < @ *LOCAL* >
