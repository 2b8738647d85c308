dnl ldap.m4 - addresses of domains whose users are in LDAP.
dnl
dnl In and out: focused address; or a triple.
R$+ < @ $={LDAPRoute} . >	$: $>LDAPExpand < $1 < @ $2 . > > < $1 @ $2 > < >
R$+ < @ $={LDAPRouteEquiv} . >	$: $>LDAPExpand < $1 < @ $2 . > > < $1 @ $M > < >
ifdef(`_VIRTUSER_TABLE_', `# no masquerade name: virtual users make nobody of it, as in sendmail 8.17.1
R< > < > < $*	$: $>parse < @ >
')dnl
