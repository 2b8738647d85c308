dnl FEATURE(`badmx'[, `pattern'])
dnl
dnl A sender's domain whose mail exchangers in the DNS are addresses or
dnl nothing, or lead to addresses that cannot be right, is refused.
dnl Arguments: pattern, a regular expression for such addresses; default
dnl     ^(127\.|10\.|0\.0\.0\.0)
dnl Adds: maps mxlist, badmx, dnsA, BadMXIP; ruleset BadMX; a call of it in
dnl     Basic_check_mail.
dnl Conflicts: none.
define(`_BAD_MX_', `1')
define(`_BAD_MX_IP_', ifelse(defn(`_ARG_'), `', ``^(127\.|10\.|0\.0\.0\.0)'', `defn(`_ARG_')'))
divert(_D_CONFIG_)Kmxlist bestmx -z: -T<TEMP>
Kbadmx regex -a<BADMX> ^(([0-9]{1,3}\.){3}[0-9]){0,1}\.$
KdnsA dns -R A -a. -T<TEMP>
KBadMXIP regex -a<BADMXIP> _BAD_MX_IP_
divert(_D_RULESETS_)
###  BadMX: domain -> anything, or $#error.  The lists : a : b : go from one
###  place to the other, one look-up for each.

SBadMX
R$*	$: < MX > < $1 > < : $(mxlist $1 $) : > < : >
R< MX > < $* > < : $* <TEMP> : > $*	$#error $@ 4.1.2 $: "450 MX lookup failure for " $1
R< MX > < $* > < : $+ : $* > < $* >	< MX > < $1 > < : $3 > < $4 $(badmx $2 $) : >
R< MX > < $* > < $* > < $* <BADMX> $* >	$#error $@ 5.1.2 $: "550 Illegal MX record for host " $1
R< MX > < $* > < $* : > < : $+ : $* >	< MX > < $1 > < $2 : $(dnsA $3 $) : > < : $4 >
R< MX > < $* > < : $+ : $* > < $* >	< MX > < $1 > < : $3 > < $4 $(BadMXIP $2 $) : >
R< MX > < $* > < $* > < $* <BADMXIP> $* >	$#error $@ 5.1.2 $: "550 Invalid MX record for host " $1
divert(-1)
