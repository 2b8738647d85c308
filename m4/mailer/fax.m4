dnl MAILER(`fax')
dnl
dnl Mail to user@number.FAX goes to a fax program.
dnl Arguments: none.  Settings: FAX_MAILER_PATH ARGS MAX QGRP.
dnl Adds: mailer fax; FAX to class P; a rule to ruleset Parse1.
dnl Conflicts: FAX_RELAY takes its place.
_DEFIFNOT(`FAX_MAILER_PATH', `/usr/bin/faxmail')
_DEFIFNOT(`FAX_MAILER_ARGS', `faxmail -d $u@$h $f')
_DEFIFNOT(`FAX_MAILER_MAX', `100000')
divert(_D_CONFIG_)CPFAX
divert(_D_MAILERS_)
###  mailer fax

Mfax, P=FAX_MAILER_PATH, F=DFMhu, S=14, R=24, M=FAX_MAILER_MAX, T=X-Phone/X-FAX/X-Unix`'_EQUATE_(`Q', `FAX_MAILER_QGRP'),
	A=FAX_MAILER_ARGS
divert(-1)
