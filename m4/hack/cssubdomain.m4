dnl HACK(`cssubdomain')
dnl
dnl A computer science department whose hosts are known under Berkeley.EDU,
dnl too: x.CS.Berkeley.EDU and x.Berkeley.EDU are this host when x is.
dnl Arguments: none.
dnl Adds: rules to ruleset Canonify2.
dnl Conflicts: none; a sample, of use in Berkeley alone.
divert(_D_RULE3_)
# names of this host (class w) in the domains of the department
R$* < @ $=w . CS . Berkeley . EDU > $*	$: $1 < @ $j . > $3
R$* < @ $=w . Berkeley . EDU > $*	$: $1 < @ $j . > $3
divert(-1)
