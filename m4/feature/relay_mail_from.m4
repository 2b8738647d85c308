dnl FEATURE(`relay_mail_from'[, `domain'])
dnl
dnl Senders with From:user@host RELAY in the access map may relay.
dnl Arguments: domain, From:host RELAY counts, too.
dnl Adds: rules to Relay_ok.
dnl Conflicts: needs FEATURE(`access_db') before it; and everybody can claim
dnl     to be such a sender.
_NEEDS_(`relay_mail_from', `access_db', `_ACCESS_TABLE_')
_WARNING_(`FEATURE(`relay_mail_from') lets everybody relay who claims to be such a sender; use SMTP AUTH or STARTTLS')
define(`_RELAY_MAIL_FROM_', `1')
ifelse(_ARG_IS_(`'), `1', `', _ARG_IS_(`domain'), `1', `define(`_RELAY_MAIL_FROM_DOMAIN_', `1')',
  `_UNKNOWN_(`relay_mail_from', defn(`_ARG_'), `known is domain')')
