dnl OSTYPE(`bsdi1.0')
dnl
dnl BSD/OS: the same as OSTYPE(bsdi).
dnl Arguments: none.
dnl Adds: definitions only.
dnl Conflicts: none.
_READ_(`ostype', `OSTYPE', `bsdi')
_WARNING_(`OSTYPE(`bsdi1.0') is an old name; say OSTYPE(`bsdi')')
