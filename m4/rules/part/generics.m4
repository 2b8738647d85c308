dnl generics.m4 - the address that others see for a user.
dnl
dnl In: local < @ *LOCAL* > or local < @ host . > with a host of class G.
dnl Out: the address of the entry, canonified, which ends the ruleset; with
dnl an entry that is a user alone, that user < @ *LOCAL* >; or as it was.
dnl While it is at work the workspace is answer $| local $| host of the
dnl key $| host.  The answer @ is none, and so is an address without a user
dnl (@host), until the user alone is looked up; then the answer ? is none.
R$+ < @ *LOCAL* >	$: @ $| $1 $| $j $| *LOCAL*
ifdef(`_GENERICS_ENTIRE_DOMAIN_', `R$+ < @ $* $=G . >	$: @ $| $1 $| $2 $3 $| $2 $3 .
', `R$+ < @ $=G . >	$: @ $| $1 $| $2 $| $2 .
')dnl
# the address; the address with any detail, or with none
R@ $* $| $+ $| $+ $| $+	$: $(generics $2@$3 $: @ $) $| $2 $| $3 $| $4
R@ $* $| $+ + $* $| $+ $| $+	$: $(generics $2+*@$4 $@ $3 $: @ $) $| $2 + $3 $| $4 $| $5
R@ $* $| $+ + $* $| $+ $| $+	$: $(generics $2@$4 $: @ $) $| $2 + $3 $| $4 $| $5
# everybody of the domain; the user alone
R@ $* $| $+ $| $+ $| $+ .	$: $(generics @$3 $@ $2 $: @ $) $| $2 $| $3 $| $4 .
R@ $* $| $+ $| $+ $| $+	$: $(generics $2 $: ? $) $| $2 $| $3 $| $4
R? $| $+ + $* $| $+ $| $+	$: $(generics $1+* $@ $2 $: ? $) $| $1 + $2 $| $3 $| $4
R? $| $+ + $* $| $+ $| $+	$: $(generics $1 $: ? $) $| $1 + $2 $| $3 $| $4
# nothing; an address; a user
R? $| $+ $| $+ $| $+	$: $1 < @ $3 >
R$* @ $+ $| $+ $| $+ $| $+	$@ $>canonify $1 @ $2
R$+ $| $+ $| $+ $| $+	$: $1 < @ *LOCAL* >
