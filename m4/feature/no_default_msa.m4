dnl FEATURE(`no_default_msa')
dnl
dnl No listener on the submission port unless DAEMON_OPTIONS asks for one.
dnl Arguments: none.
dnl Adds: nothing; leaves out the line for port 587.
dnl Conflicts: none.
define(`_NO_MSA_', `1')
