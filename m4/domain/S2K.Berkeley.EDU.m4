dnl DOMAIN(`S2K.Berkeley.EDU')
dnl
dnl A sample: DOMAIN(`CS.Berkeley.EDU') with the name of a project.
dnl Arguments: none.
dnl Adds: MASQUERADE_AS; see DOMAIN(`CS.Berkeley.EDU').
dnl Conflicts: none.
DOMAIN(`CS.Berkeley.EDU')
MASQUERADE_AS(`postgres.Berkeley.EDU')
