dnl FEATURE(`require_rdns')
dnl
dnl A client must have a name in the DNS, and the name must have the
dnl client's address.
dnl Arguments: none.
dnl Adds: rules to Basic_check_relay, in the order of the FEATUREs that do
dnl     so (dnsbl and its kin).
dnl Conflicts: none.
divert(_D_DNSBL_)
# clients without a name, unless we relay for the address anyway
R$*	$: $&{client_addr} $| $&{client_resolve}
R$=R $* $| $*	$@ RELAY
R$* $| OK	$@ OK
R$* $| TEMP	$#error $@ 4.1.8 $: 451 Client IP address $&{client_addr} does not resolve
R$* $| FORGED	$#error $@ 4.1.8 $: 451 Possibly forged hostname for $&{client_addr}
R$* $| FAIL	$#error $@ 5.7.1 $: 550 Fix reverse DNS for $&{client_addr}
divert(-1)
