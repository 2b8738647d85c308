dnl MAILER(`xagent')
dnl
dnl Mail for hosts that a gateway program knows.  A mailer that the site
dnl chooses itself.  Its rulesets 11, 21 and 31 are the site's to write,
dnl under LOCAL_RULESETS; without them addresses stay as they are.
dnl Arguments: none.  Settings: XAGENT_MAILER_PATH ARGS FLAGS MAX.
dnl Adds: mailer xagent.
dnl Conflicts: none.
_DEFIFNOT(`XAGENT_MAILER_PATH', `/usr/lib/xagent')
_DEFIFNOT(`XAGENT_MAILER_FLAGS', `DFMueXLn')
_DEFIFNOT(`XAGENT_MAILER_ARGS', `xagent $h $u')
divert(_D_MAILERS_)
###  mailer xagent

Mxagent, P=XAGENT_MAILER_PATH, F=XAGENT_MAILER_FLAGS, S=11/31, R=21/31`'_EQUATE_(`M', `XAGENT_MAILER_MAX'), T=DNS/RFC822/X-Unix,
	A=XAGENT_MAILER_ARGS, E=\n
divert(-1)
