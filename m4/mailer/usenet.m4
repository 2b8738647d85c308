dnl MAILER(`usenet')
dnl
dnl Mail to news.group.USENET at this host is posted to that news group.
dnl Arguments: none.  Settings: USENET_MAILER_PATH ARGS (the group is put
dnl     behind them) FLAGS MAX QGRP, MODIFY_MAILER_FLAGS USENET.
dnl Adds: mailer usenet; a rule to ruleset Parse1.
dnl Conflicts: none.
_DEFIFNOT(`USENET_MAILER_FLAGS', `rsDFMmn')
_DEFIFNOT(`USENET_MAILER_PATH', `/usr/lib/news/inews')
_DEFIFNOT(`USENET_MAILER_ARGS', `inews -m -h -n')
divert(_D_MAILERS_)
###  mailer usenet

Musenet, P=USENET_MAILER_PATH, F=_FLAGS_(`USENET', USENET_MAILER_FLAGS), S=EnvFromL, R=EnvToL`'_EQUATE_(`M', `USENET_MAILER_MAX'),
	T=X-Usenet/X-Usenet/X-Unix`'_EQUATE_(`Q', `USENET_MAILER_QGRP'), A=USENET_MAILER_ARGS $u
divert(-1)
