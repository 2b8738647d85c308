dnl FEATURE(`ratecontrol'[, `nodelay'[, `terminate']])
dnl
dnl Limits on the connections a minute of a client: ClientRate:address (a net, or
dnl nothing for all) in the access map; 0 is no limit.
dnl Arguments: nodelay, look when the client connects, even with
dnl     FEATURE(`delay_checks'); terminate, say 421 and hang up, not 452.
dnl Adds: ruleset RateControl and a call of it.
dnl Conflicts: needs FEATURE(`access_db') before it; nodelay needs
dnl     FEATURE(`delay_checks') before it.
_NEEDS_(`ratecontrol', `access_db', `_ACCESS_TABLE_')
define(`_RATE_CONTROL_', `1')
_LIMIT_ARGUMENTS_(`ratecontrol', `_RATE_CONTROL_')
