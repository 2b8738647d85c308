dnl FEATURE(`check_other'[, `pattern'])
dnl
dnl A client whose unknown command looks like a header line, as a worm
dnl sends it, is hung up on.
dnl Arguments: pattern, a regular expression for such commands; default
dnl     ^[[:print:]]+ *:
dnl Adds: ruleset check_other and map badcmd.
dnl Conflicts: none.
define(`_BAD_COMMAND_', ifelse(defn(`_ARG_'), `', ``^[[:print:]]+ *:'', `defn(`_ARG_')'))
divert(_D_CONFIG_)Kbadcmd regex -m -a<BADCMD> _BAD_COMMAND_
divert(_D_RULESETS_)
###  check_other: command $| first digit of the reply -> ok or $#error

Scheck_other
R$* $| 2	$@ ok
R$* $| 5	$: $(badcmd $1 $)
R$* <BADCMD>	$#error $@ 4.7.0 $: 421 bad command
divert(-1)
