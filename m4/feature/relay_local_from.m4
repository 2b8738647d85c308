dnl FEATURE(`relay_local_from')
dnl
dnl Whoever claims to be of this host (sender in class w) may relay.
dnl Arguments: none.
dnl Adds: rules to Relay_ok.
dnl Conflicts: none; but everybody can claim that.
_WARNING_(`FEATURE(`relay_local_from') lets everybody relay who claims to be of this host; use SMTP AUTH or STARTTLS, or FEATURE(`relay_mail_from')')
define(`_RELAY_LOCAL_FROM_', `1')
