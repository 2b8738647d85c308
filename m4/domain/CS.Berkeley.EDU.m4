dnl DOMAIN(`CS.Berkeley.EDU')
dnl
dnl A sample: DOMAIN(`Berkeley.EDU') and the user databases of a division.
dnl Arguments: none.
dnl Adds: see DOMAIN(`Berkeley.EDU').
dnl Conflicts: none.
DOMAIN(`Berkeley.EDU')
define(`confUSERDB_SPEC', `/usr/sww/share/lib/users.cs.db,/usr/sww/share/lib/users.eecs.db')
