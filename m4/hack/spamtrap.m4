dnl HACK(`spamtrap')
dnl
dnl Addresses that only senders of spam use: To:address POISON in the access
dnl map.  A message for one of them is refused whole, after its header; and
dnl so is one that names it in the To: line.
dnl Arguments: none.
dnl Adds: a rule to ruleset Local_check_rcpt; rulesets check_eoh, CheckTo;
dnl     H line To; macro {PoisonRecipient}.
dnl Conflicts: needs FEATURE(`access_db') before it.
ifdef(`_ACCESS_TABLE_', `', `_ERROR_(`HACK(`spamtrap') needs FEATURE(`access_db') before it')')
define(`_NEED_MACRO_MAP_', `1')
divert(_D_CONFIG_)HTo: $>CheckTo
divert(_D_RULESETS_)dnl

###  a recipient that is poison is remembered
SLocal_check_rcpt
R$* $| $*	$: $1
R$*	$: $1 $| $1
R$* $| < $+ >	$: $1 $| $2
R$* $| $+	$: $1 $| $>SearchList < ! To > $| < E:$2 > < >
R$* $| < POISON >	$: $(macro {PoisonRecipient} $@ POISON $) $1
R$* $| $*	$: $1

###  check_eoh: ignored -> $#error when there was one
Scheck_eoh
R$*	$: $&{PoisonRecipient}
RPOISON	$#error $@ 5.7.1 $: 550 Mail sent to spam lists is not accepted here

###  CheckTo: text of the To: line -> $#error when it is one
SCheckTo
R$+	$: $1 $| $>SearchList < ! To > $| < E:$1 > < >
R$* $| < POISON >	$#error $@ 5.7.1 $: 550 Mail sent by spamware is not accepted here
R$* $| $*	$: $1
divert(-1)
