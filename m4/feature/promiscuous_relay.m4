dnl FEATURE(`promiscuous_relay')
dnl
dnl Everybody may relay.
dnl Arguments: none.
dnl Adds: nothing; leaves out the tests of check_rcpt.
dnl Conflicts: all other features that say who may relay.
_WARNING_(`FEATURE(`promiscuous_relay') makes this host an open relay; not for a host that the Internet can reach')
define(`_PROMISCUOUS_RELAY_', `1')
