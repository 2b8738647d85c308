dnl MAILER(`qpage')
dnl
dnl Mail for pagers, by QuickPage.  A mailer that the site chooses itself,
dnl for example in the mailertable or the aliases of a domain of its own.
dnl Arguments: none.  Settings: QPAGE_MAILER_PATH ARGS FLAGS MAX QGRP,
dnl     MODIFY_MAILER_FLAGS QPAGE.
dnl Adds: mailer qpage.
dnl Conflicts: none.
_DEFIFNOT(`QPAGE_MAILER_FLAGS', `mDFMs')
_DEFIFNOT(`QPAGE_MAILER_PATH', `/usr/local/bin/qpage')
_DEFIFNOT(`QPAGE_MAILER_ARGS', `qpage -l0 -m -P$u')
_DEFIFNOT(`QPAGE_MAILER_MAX', `4096')
divert(_D_MAILERS_)
###  mailer qpage

Mqpage, P=QPAGE_MAILER_PATH, F=_FLAGS_(`QPAGE', QPAGE_MAILER_FLAGS), M=QPAGE_MAILER_MAX, T=DNS/RFC822/X-Unix`'_EQUATE_(`Q', `QPAGE_MAILER_QGRP'),
	A=QPAGE_MAILER_ARGS
divert(-1)
