dnl MAILER(`procmail')
dnl
dnl Mail goes through a procmail rc file, named as the host.  A mailer that
dnl the site chooses itself, for example in the mailertable:
dnl procmail:/etc/procmailrcs/list.
dnl Arguments: none.  Settings: PROCMAIL_MAILER_PATH ARGS FLAGS MAX QGRP,
dnl     MODIFY_MAILER_FLAGS PROCMAIL.
dnl Adds: mailer procmail.
dnl Conflicts: needs MAILER(`smtp'), whose rulesets it uses.
_DEFIFNOT(`_DEF_PROCMAIL_MAILER_FLAGS', `DFM')
_DEFIFNOT(`PROCMAIL_MAILER_FLAGS', `SPhnu9')
_DEFIFNOT(`PROCMAIL_MAILER_PATH', `/usr/local/bin/procmail')
_DEFIFNOT(`PROCMAIL_MAILER_ARGS', `procmail -Y -m $h $f $u')
divert(_D_MAILERS_)
###  mailer procmail

Mprocmail, P=PROCMAIL_MAILER_PATH, F=_FLAGS_(`PROCMAIL', _DEF_PROCMAIL_MAILER_FLAGS`'PROCMAIL_MAILER_FLAGS), S=EnvFromSMTP/HdrFromSMTP, R=EnvToSMTP/HdrFromSMTP`'_EQUATE_(`M', `PROCMAIL_MAILER_MAX'),
	T=DNS/RFC822/X-Unix`'_EQUATE_(`Q', `PROCMAIL_MAILER_QGRP'), A=PROCMAIL_MAILER_ARGS
divert(-1)
