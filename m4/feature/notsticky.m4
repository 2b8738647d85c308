dnl FEATURE(`notsticky')
dnl
dnl Nothing: mail for user@this.host is delivered here, as it is anyway.
dnl Old files have it; FEATURE(`stickyhost') is the other way.
dnl Arguments: none.
dnl Adds: nothing.
dnl Conflicts: none.
