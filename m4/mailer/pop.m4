dnl MAILER(`pop')
dnl
dnl Mail to user@POP goes to a POP server's program.
dnl Arguments: none.  Settings: POP_MAILER_PATH ARGS FLAGS QGRP,
dnl     MODIFY_MAILER_FLAGS POP.
dnl Adds: mailer pop; POP to class P; a rule to ruleset Parse1.
dnl Conflicts: none.
_DEFIFNOT(`POP_MAILER_FLAGS', `Penu')
_DEFIFNOT(`POP_MAILER_PATH', `/usr/lib/mh/spop')
_DEFIFNOT(`POP_MAILER_ARGS', `pop $u')
divert(_D_CONFIG_)CPPOP
divert(_D_MAILERS_)
###  mailer pop

Mpop, P=POP_MAILER_PATH, F=_FLAGS_(`POP', `lsDFMq'POP_MAILER_FLAGS), S=EnvFromL, R=EnvToL/HdrToL, T=DNS/RFC822/X-Unix`'_EQUATE_(`Q', `POP_MAILER_QGRP'),
	A=POP_MAILER_ARGS
divert(-1)
