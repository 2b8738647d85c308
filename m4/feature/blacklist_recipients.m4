dnl FEATURE(`blacklist_recipients')
dnl
dnl The former name of FEATURE(`blocklist_recipients').
dnl Arguments: none.
dnl Adds: what blocklist_recipients adds.
dnl Conflicts: needs FEATURE(`access_db') before it.
_WARNING_(`FEATURE(`blacklist_recipients') is called blocklist_recipients now')
FEATURE(`blocklist_recipients')
