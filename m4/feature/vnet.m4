dnl FEATURE(`vnet')
dnl
dnl Hosts of the networks vnet.ibm.com, vnet, rscs and ipnet.
dnl Arguments: none; macro A (LOCAL_CONFIG, a line DAhost) is the host that
dnl     takes mail for them.
dnl Adds: class A; rules to Canonify2 and Parse1.
dnl Conflicts: none.
define(`_VNET_', `1')
divert(_D_CONFIG_)CAvnet.ibm.com vnet rscs ipnet
divert(_D_RULE3_)
# hosts of VNET have one last label
R$* < @ $* . $=A > $*	$: $1 < @ $2 . vnet . > $4
divert(-1)
