dnl hook.m4 - a $# answer of the ruleset of the site decides.
dnl
dnl In: _HOOK_, the name of that ruleset, and its argument as workspace.
dnl Out: the workspace as it was, or the answer.  Nothing at all when the
dnl site has no such ruleset.
ifdef(`_HOOK_'_HOOK_`_', `R$*	$: $1 $| $>"_HOOK_" $1
R$* $| $#$*	$#$2
R$* $| $*	$: $1
')dnl
