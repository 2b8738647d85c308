dnl OSTYPE(`unknown')
dnl
dnl The name that a site has not replaced yet: it says so.
dnl Arguments: none.
dnl Adds: nothing.
dnl Conflicts: none.
_WARNING_(`OSTYPE(`unknown') says nothing; name the system, for example OSTYPE(`linux'); see cfgen --list ostypes')
