dnl MAILER(`phquery')
dnl
dnl Names of people in a CSO (ph) directory.  A mailer that the site
dnl chooses itself, for example by LUSER_RELAY or a rule.
dnl Arguments: none.  Settings: PH_MAILER_PATH ARGS FLAGS QGRP,
dnl     MODIFY_MAILER_FLAGS PH.
dnl Adds: mailer ph.
dnl Conflicts: none.
_DEFIFNOT(`PH_MAILER_FLAGS', `ehmu')
_DEFIFNOT(`PH_MAILER_PATH', `/usr/local/etc/phquery')
_DEFIFNOT(`PH_MAILER_ARGS', `phquery -- $u')
divert(_D_MAILERS_)
###  mailer ph

Mph, P=PH_MAILER_PATH, F=_FLAGS_(`PH', `nrDFM'PH_MAILER_FLAGS), S=EnvFromL, R=EnvToL/HdrToL, T=DNS/RFC822/X-Unix`'_EQUATE_(`Q', `PH_MAILER_QGRP'),
	A=PH_MAILER_ARGS
divert(-1)
