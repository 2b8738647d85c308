dnl DOMAIN(`EECS.Berkeley.EDU')
dnl
dnl A sample: DOMAIN(`Berkeley.EDU') with the name of a department.
dnl Arguments: none.
dnl Adds: MASQUERADE_AS; see DOMAIN(`Berkeley.EDU').
dnl Conflicts: none.
DOMAIN(`Berkeley.EDU')
MASQUERADE_AS(`EECS.Berkeley.EDU')
