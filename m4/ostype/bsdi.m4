dnl OSTYPE(`bsdi')
dnl
dnl BSD/OS: the same as OSTYPE(bsd4.4).
dnl Arguments: none.
dnl Adds: definitions only.
dnl Conflicts: none.
_READ_(`ostype', `OSTYPE', `bsd4.4')
