dnl FEATURE(`relay_based_on_MX')
dnl
dnl A domain that has this host as a mail exchanger in the DNS may be
dnl relayed to.
dnl Arguments: none.
dnl Adds: map mxserved; rules to Rcpt_ok.
dnl Conflicts: none; but everybody can name this host in the DNS.
define(`_RELAY_MX_SERVED_', `1')
divert(_D_CONFIG_)Kmxserved bestmx -z: -T<TEMP>
divert(-1)
