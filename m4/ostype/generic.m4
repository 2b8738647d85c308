dnl OSTYPE(`generic')
dnl
dnl Any Unix: the defaults of the library, no path of its own.
dnl Arguments: none.
dnl Adds: definitions only.
dnl Conflicts: none.
