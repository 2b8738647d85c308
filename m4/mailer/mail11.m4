dnl MAILER(`mail11')
dnl
dnl Mail for DECnet hosts, node::user, by mail11.
dnl Arguments: none.  Settings: MAIL11_MAILER_PATH ARGS FLAGS QGRP,
dnl     MODIFY_MAILER_FLAGS MAIL11.
dnl Adds: mailer mail11; rulesets Mail11To Mail11From; DECNET to class P;
dnl     rules to ruleset ParseLocal.
dnl Conflicts: none.
_DEFIFNOT(`MAIL11_MAILER_PATH', `/usr/etc/mail11')
_DEFIFNOT(`MAIL11_MAILER_FLAGS', `nsFx')
_DEFIFNOT(`MAIL11_MAILER_ARGS', `mail11 $g $x $h $u')
define(`_USE_DECNET_SYNTAX_', `1')
divert(_D_CONFIG_)CPDECNET
divert(_D_MAILERS_)
###  mailer mail11

Mmail11, P=MAIL11_MAILER_PATH, F=_FLAGS_(`MAIL11', MAIL11_MAILER_FLAGS), S=Mail11From, R=Mail11To, T=DNS/X-DECnet/X-Unix`'_EQUATE_(`Q', `MAIL11_MAILER_QGRP'),
	A=MAIL11_MAILER_ARGS

# Mail11To: recipient; node::user and node!user, this host is not named
SMail11To
R$+ < @ $=w . >	$: $1
R$+ < @ $- . DECNET >	$: $2 :: $1
R$+ < @ $- . UUCP >	$: $2 ! $1

# Mail11From: sender; the same
SMail11From
R$*	$: $>Mail11To $1
divert(_D_RULE0_)
# DECnet hosts; this one under the name of a node
R$* < @ $=w . DECNET . >	$#confLOCAL_MAILER $: $1
R$+ < @ $+ . DECNET . >	$#mail11 $@ $2 $: $1
divert(-1)
