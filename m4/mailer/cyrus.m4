dnl MAILER(`cyrus')
dnl
dnl Mailboxes of a Cyrus server, through its deliver program: user+folder
dnl goes into that folder.  A mailer that the site chooses itself, for
dnl example by define(`confLOCAL_MAILER', `cyrus').
dnl Arguments: none.  Settings: CYRUS_MAILER_PATH ARGS FLAGS MAX USER QGRP,
dnl     CYRUS_BB_MAILER_ARGS FLAGS, MODIFY_MAILER_FLAGS CYRUS (both mailers).
dnl Adds: mailers cyrus, and cyrusbb for bulletin boards.
dnl Conflicts: none.
_DEFIFNOT(`_DEF_CYRUS_MAILER_FLAGS', `lsDFMnPq')
_DEFIFNOT(`CYRUS_MAILER_FLAGS', `Ah5@/:|')
_DEFIFNOT(`CYRUS_MAILER_PATH', `/usr/sbin/cyrdeliver')
_DEFIFNOT(`CYRUS_MAILER_ARGS', `cyrdeliver -e -m $h -- $u')
_DEFIFNOT(`CYRUS_MAILER_USER', `cyrus:mail')
_DEFIFNOT(`CYRUS_BB_MAILER_FLAGS', `u')
_DEFIFNOT(`CYRUS_BB_MAILER_ARGS', `cyrdeliver -e -m $u')
divert(_D_MAILERS_)
###  mailers cyrus and cyrusbb

Mcyrus, P=CYRUS_MAILER_PATH, F=_FLAGS_(`CYRUS', _DEF_CYRUS_MAILER_FLAGS`'CYRUS_MAILER_FLAGS), S=EnvFromL, R=EnvToL/HdrToL`'_EQUATE_(`M', `CYRUS_MAILER_MAX'),
	U=CYRUS_MAILER_USER, T=DNS/RFC822/X-Unix`'_EQUATE_(`Q', `CYRUS_MAILER_QGRP'), A=CYRUS_MAILER_ARGS
Mcyrusbb, P=CYRUS_MAILER_PATH, F=_FLAGS_(`CYRUS', `lsDFMnP'CYRUS_BB_MAILER_FLAGS), S=EnvFromL, R=EnvToL/HdrToL`'_EQUATE_(`M', `CYRUS_MAILER_MAX'),
	U=CYRUS_MAILER_USER, T=DNS/RFC822/X-Unix`'_EQUATE_(`Q', `CYRUS_MAILER_QGRP'), A=CYRUS_BB_MAILER_ARGS
divert(-1)
