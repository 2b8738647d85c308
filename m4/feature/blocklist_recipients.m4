dnl FEATURE(`blocklist_recipients')
dnl
dnl The access map can refuse recipients: To:user@host, To:user@ (on this
dnl host), To:host.
dnl Arguments: none.
dnl Adds: rules to Basic_check_rcpt.
dnl Conflicts: needs FEATURE(`access_db') before it.
_NEEDS_(`blocklist_recipients', `access_db', `_ACCESS_TABLE_')
define(`_BLOCKLIST_RCPT_', `1')
