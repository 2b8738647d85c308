dnl FEATURE(`redirect')
dnl
dnl An alias of the form new.address.REDIRECT answers mail for somebody
dnl who moved with 551 and the new address.
dnl Arguments: none.
dnl Adds: rules to ruleset ParseLocal; REDIRECT to class P.
dnl Conflicts: none.
divert(_D_CONFIG_)CPREDIRECT
divert(_D_RULE0_)dnl
# Addresses that say where somebody went; newaliases (mode i) keeps them.
R$* < @ $+ . REDIRECT $* >	$: <? ${opMode} > $1 < @ $2 .REDIRECT $3 >
R<? i > $*	$: $1
R<? $* > $* < @ $+ .REDIRECT $* >	$#error $@ 5.1.1 $: "551 User has moved; please try " <$2@$3>
divert(-1)
