dnl FEATURE(`loose_relay_check')
dnl
dnl user%host@here counts as mail for this host; what is in front of the @
dnl is not looked at.
dnl Arguments: none.
dnl Adds: nothing; leaves out rules of ParseRecipient.
dnl Conflicts: none.
define(`_LOOSE_RELAY_CHECK_', `1')
