dnl MAILER(`ssh')
dnl
dnl SMTP to another host's sendmail through an ssh login.  A mailer that
dnl the site chooses itself, for example in the mailertable.
dnl Arguments: none.  Settings: SSH_MAILER_USER and SSH_MAILER_DIR, which
dnl     must be defined; SSH_PATH, SSH_MAILER_PATH ARGS FLAGS MAX MAXMSGS
dnl     MAXRCPTS CHARSET QGRP, MODIFY_MAILER_FLAGS SSH.
dnl Adds: mailer ssh.
dnl Conflicts: needs MAILER(`smtp'), whose rulesets it uses.
ifdef(`SSH_MAILER_USER', `', `_ERROR_(`MAILER(`ssh') needs define(`SSH_MAILER_USER', `user') before it: who logs in')')
ifdef(`SSH_MAILER_DIR', `', `_ERROR_(`MAILER(`ssh') needs define(`SSH_MAILER_DIR', `folder') before it: where ssh runs')')
_DEFIFNOT(`_DEF_SSH_MAILER_FLAGS', `mDFMuX')
_DEFIFNOT(`SSH_MAILER_FLAGS', `')
_DEFIFNOT(`SSH_PATH', `/usr/bin/ssh')
_DEFIFNOT(`SSH_MAILER_PATH', `SSH_PATH')
_DEFIFNOT(`SSH_MAILER_ARGS', `ssh -o BatchMode=yes -o EscapeChar=none  -- $h /usr/sbin/sendmail -bs')
divert(_D_MAILERS_)
###  mailer ssh

Mssh, P=SSH_MAILER_PATH, F=_FLAGS_(`SSH', _DEF_SSH_MAILER_FLAGS`'SSH_MAILER_FLAGS), S=EnvFromSMTP/HdrFromSMTP, R=ifdef(`_ALL_MASQUERADE_', `EnvToSMTP/HdrFromSMTP', `EnvToSMTP'), E=\r\n, L=990`'_EQUATE_(`M', `SSH_MAILER_MAX')_EQUATE_(`m', `SSH_MAILER_MAXMSGS')_EQUATE_(`r', `SSH_MAILER_MAXRCPTS')_EQUATE_(`C', `SSH_MAILER_CHARSET'),
	T=DNS/RFC822/SMTP`'_EQUATE_(`Q', `SSH_MAILER_QGRP'), U=SSH_MAILER_USER, D=SSH_MAILER_DIR,
	A=SSH_MAILER_ARGS
divert(-1)
