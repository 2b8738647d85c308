dnl MAILER(`cyrusv2')
dnl
dnl Mailboxes of a Cyrus server, version 2 and later, by LMTP over a local
dnl socket.
dnl Arguments: none.  Settings: CYRUSV2_MAILER_ARGS FLAGS MAXMSGS MAXRCPTS
dnl     CHARSET QGRP, MODIFY_MAILER_FLAGS CYRUSV2.
dnl Adds: mailer cyrusv2.
dnl Conflicts: needs MAILER(`smtp'), whose rulesets it uses.
_DEFIFNOT(`_DEF_CYRUSV2_MAILER_FLAGS', `lsDFMnqXz')
_DEFIFNOT(`CYRUSV2_MAILER_FLAGS', `A@/:|m')
_DEFIFNOT(`CYRUSV2_MAILER_ARGS', `FILE /var/run/cyrus/socket/lmtp')
divert(_D_MAILERS_)
###  mailer cyrusv2

Mcyrusv2, P=[IPC], F=_FLAGS_(`CYRUSV2', _DEF_CYRUSV2_MAILER_FLAGS`'CYRUSV2_MAILER_FLAGS), S=EnvFromSMTP/HdrFromL, R=EnvToL/HdrToL, E=\r\n`'_EQUATE_(`m', `CYRUSV2_MAILER_MAXMSGS')_EQUATE_(`r', `CYRUSV2_MAILER_MAXRCPTS')_EQUATE_(`C', `CYRUSV2_MAILER_CHARSET'),
	T=DNS/RFC822/SMTP`'_EQUATE_(`Q', `CYRUSV2_MAILER_QGRP'), A=CYRUSV2_MAILER_ARGS
divert(-1)
