dnl DOMAIN(`berkeley-only')
dnl
dnl Says that a sample of the reference is used as it is.
dnl Arguments: none.
dnl Adds: nothing.
dnl Conflicts: none.
_WARNING_(`the DOMAINs of Berkeley are samples; write a DOMAIN file of your own site, say domain/site.m4, and give its folder with -I')
