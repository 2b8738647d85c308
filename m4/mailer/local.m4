dnl MAILER(`local')
dnl
dnl Mail for users of this host, and for programs named in aliases.
dnl Arguments: none.  Settings: LOCAL_MAILER_PATH ARGS FLAGS MAX MAXMSGS
dnl     MAXRCPTS CHARSET EOL QGRP DSN_DIAGNOSTIC_CODE, LOCAL_SHELL_PATH
dnl     ARGS FLAGS DIR, LOCAL_PROG_QGRP, MODIFY_MAILER_FLAGS LOCAL, SHELL.
dnl Adds: mailers local and prog; rulesets EnvFromL EnvToL HdrFromL HdrToL
dnl     AddDomain.
dnl Conflicts: must come after the FEATUREs that change the local mailer.
_DEFIFNOT(`_DEF_LOCAL_MAILER_FLAGS', `lsDFMAw5:/|@q')
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `Prmn9')
_DEFIFNOT(`LOCAL_MAILER_PATH', `/bin/mail')
_DEFIFNOT(`LOCAL_MAILER_ARGS', `mail -d $u')
_DEFIFNOT(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE', `X-Unix')
_DEFIFNOT(`_DEF_LOCAL_SHELL_FLAGS', `lsDFMoq')
_DEFIFNOT(`LOCAL_SHELL_FLAGS', `eu9')
_DEFIFNOT(`LOCAL_SHELL_PATH', `/bin/sh')
_DEFIFNOT(`LOCAL_SHELL_ARGS', `sh -c $u')
_DEFIFNOT(`LOCAL_SHELL_DIR', `$z:/')
divert(_D_MAILERS_)
###  mailer local, and prog for programs

Mlocal, P=LOCAL_MAILER_PATH, F=_FLAGS_(`LOCAL', _DEF_LOCAL_MAILER_FLAGS`'LOCAL_MAILER_FLAGS), S=ifdef(`_LOCAL_LMTP_', `EnvFromSMTP', `EnvFromL')/HdrFromL, R=EnvToL/HdrToL`'_EQUATE_(`E', `LOCAL_MAILER_EOL')_EQUATE_(`M', `LOCAL_MAILER_MAX')_EQUATE_(`m', `LOCAL_MAILER_MAXMSGS')_EQUATE_(`r', `LOCAL_MAILER_MAXRCPTS')_EQUATE_(`C', `LOCAL_MAILER_CHARSET'), T=DNS/RFC822/LOCAL_MAILER_DSN_DIAGNOSTIC_CODE`'_EQUATE_(`Q', `LOCAL_MAILER_QGRP'),
	A=LOCAL_MAILER_ARGS
Mprog, P=LOCAL_SHELL_PATH, F=_FLAGS_(`SHELL', _DEF_LOCAL_SHELL_FLAGS`'LOCAL_SHELL_FLAGS), S=EnvFromL/HdrFromL, R=EnvToL/HdrToL, D=LOCAL_SHELL_DIR`'_EQUATE_(`M', `LOCAL_MAILER_MAX'),
	T=X-Unix/X-Unix/X-Unix`'_EQUATE_(`Q', `LOCAL_PROG_QGRP'), A=LOCAL_SHELL_ARGS

# EnvFromL: envelope sender; this host is not written
SEnvFromL
R< @ >	$n
R@ < @ $* >	$n
R$+	$: $>AddDomain $1
ifdef(`_LOCAL_NO_MASQUERADE_', `', `R$*	$: $>MasqEnv $1
')dnl

# EnvToL: envelope recipient; user alone, without what only aliases use
SEnvToL
R$+ < @ $* >	$: $1
ifdef(`confUSERDB_SPEC', `', `R$+ + $*	$: < $&{addr_type} > $1 + $2
R< e s > $+ + $*	$: $1
R< $* > $+	$: $2
')dnl

# HdrFromL: header sender
SHdrFromL
R< @ >	$n
R@ < @ $* >	$n
R$+	$: $>AddDomain $1
ifdef(`_LOCAL_NO_MASQUERADE_', `', `R$+	$@ $>MasqHdr $1
')dnl

# HdrToL: header recipient
SHdrToL
R$+	$: $>AddDomain $1
ifdef(`_ALL_MASQUERADE_', `ifdef(`_LOCAL_NO_MASQUERADE_', `', `R$*	$: $>MasqHdr $1
')', `R$* < @ *LOCAL* > $*	$: $1 < @ $j . > $2
')dnl

# AddDomain: user -> user, or with always_add_domain user < @ *LOCAL* >
SAddDomain
ifdef(`_ALWAYS_ADD_DOMAIN_', `R$* < @ $* > $*	$@ $1 < @ $2 > $3
R$+	$@ $1 < @ _ALWAYS_ADD_DOMAIN_ >
')dnl
divert(-1)
