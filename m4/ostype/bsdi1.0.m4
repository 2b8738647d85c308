dnl OSTYPE(`bsdi1.0')
dnl
dnl BSD/OS: the same as OSTYPE(bsdi).
dnl Arguments: none.
dnl Adds: definitions only.
dnl Conflicts: none.
_READ_(`ostype', `OSTYPE', `bsdi')
