dnl FEATURE(`relay_entire_domain')
dnl
dnl All hosts of this host's domains (class m) may relay, and may be
dnl relayed to.
dnl Arguments: none.
dnl Adds: rules to Rcpt_ok, ParseRecipient and Relay_ok.
dnl Conflicts: none.
define(`_RELAY_ENTIRE_DOMAIN_', `1')
