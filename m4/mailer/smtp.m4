dnl MAILER(`smtp')
dnl
dnl Mail for other hosts by SMTP.
dnl Arguments: none.  Settings: SMTP_, ESMTP_, SMTP8_, DSMTP_ and
dnl     RELAY_MAILER_ ARGS FLAGS QGRP, SMTP_MAILER_MAX MAXMSGS MAXRCPTS
dnl     CHARSET LL, RELAY_MAILER_MAXMSGS LL, MODIFY_MAILER_FLAGS SMTP ESMTP
dnl     SMTP8 DSMTP RELAY.
dnl Adds: mailers smtp, esmtp, smtp8, dsmtp, relay; rulesets MasqSMTP
dnl     PseudoToReal EnvFromSMTP EnvToSMTP HdrFromSMTP MasqRelay.
dnl Conflicts: none.
_DEFIFNOT(`_DEF_SMTP_MAILER_FLAGS', `mDFMuX')
_DEFIFNOT(`SMTP_MAILER_FLAGS', `')
_DEFIFNOT(`RELAY_MAILER_FLAGS', `SMTP_MAILER_FLAGS')
_DEFIFNOT(`SMTP_MAILER_ARGS', `TCP $h')
_DEFIFNOT(`ESMTP_MAILER_ARGS', `TCP $h')
_DEFIFNOT(`SMTP8_MAILER_ARGS', `TCP $h')
_DEFIFNOT(`DSMTP_MAILER_ARGS', `TCP $h')
_DEFIFNOT(`RELAY_MAILER_ARGS', `TCP $h')
_DEFIFNOT(`SMTP_MAILER_LL', `990')
_DEFIFNOT(`RELAY_MAILER_LL', `2040')
dnl _SMTP_(name, NAME, flags, recipient rulesets, line length)
define(`_SMTP_', `M$1, P=[IPC], F=_FLAGS_(`$2', $3), S=EnvFromSMTP/HdrFromSMTP, R=$4, E=\r\n, L=$5`'ifelse(`$2', `RELAY',
  `_EQUATE_(`C', `RELAY_MAILER_CHARSET')_EQUATE_(`m', `RELAY_MAILER_MAXMSGS')_EQUATE_(`r', `SMTP_MAILER_MAXRCPTS')',
  `_EQUATE_(`M', `SMTP_MAILER_MAX')_EQUATE_(`m', `SMTP_MAILER_MAXMSGS')_EQUATE_(`r', `SMTP_MAILER_MAXRCPTS')_EQUATE_(`C', `SMTP_MAILER_CHARSET')'),
	T=DNS/RFC822/SMTP`'_EQUATE_(`Q', `$2_MAILER_QGRP'), A=indir(`$2_MAILER_ARGS')
')
define(`_TO_SMTP_', `ifdef(`_ALL_MASQUERADE_', `EnvToSMTP/HdrFromSMTP', `EnvToSMTP')')
divert(_D_MAILERS_)
###  mailers smtp, esmtp, smtp8, dsmtp, relay

_SMTP_(`smtp', `SMTP', _DEF_SMTP_MAILER_FLAGS`'SMTP_MAILER_FLAGS, _TO_SMTP_, SMTP_MAILER_LL)dnl
_SMTP_(`esmtp', `ESMTP', _DEF_SMTP_MAILER_FLAGS`a'SMTP_MAILER_FLAGS, _TO_SMTP_, SMTP_MAILER_LL)dnl
_SMTP_(`smtp8', `SMTP8', _DEF_SMTP_MAILER_FLAGS`8'SMTP_MAILER_FLAGS, _TO_SMTP_, SMTP_MAILER_LL)dnl
_SMTP_(`dsmtp', `DSMTP', _DEF_SMTP_MAILER_FLAGS`a%'SMTP_MAILER_FLAGS, _TO_SMTP_, SMTP_MAILER_LL)dnl
_SMTP_(`relay', `RELAY', _DEF_SMTP_MAILER_FLAGS`a8'RELAY_MAILER_FLAGS, ifdef(`_ALL_MASQUERADE_', `MasqSMTP/MasqRelay', `MasqSMTP'), RELAY_MAILER_LL)dnl

# MasqSMTP: an address without a host gets this one
SMasqSMTP
R$* < @ $* > $*	$@ $1 < @ $2 > $3
R$+	$@ $1 < @ *LOCAL* >

# PseudoToReal: a host of .UUCP or .BITNET, that SMTP cannot name, goes into
# the local part; the host is the relay for it, without its mailer, or this
# one.  Which relay is known when the file is loaded.
SPseudoToReal
R< @ $* > $*	$@ < @ $1 > $2
ifdef(`BITNET_RELAY', `R$* < @ $+ . BITNET . >	$: $1 % $2 .BITNET < @ $B >
R$* . BITNET < @ $+ : $+ >	$: $1 .BITNET < @ $3 >
')dnl
ifdef(`_NO_UUCP_', `', `R$* < @ $+ . UUCP . >	$: < $2 ! > $1
R< $* < @ $* > $*	$@ < $1 < @ $2 > $3
# the next hop itself takes the path that it is the first host of
R< $&h ! > $- . $+ ! $+	$@ $3 < @ $1 . $2 >
R< $&h ! > $- ! $+	$@ $2 < @ $1 .UUCP. >
R< $&h ! > $+	$@ $1 < @ $&h .UUCP. >
R< $+ ! > $+	$: < @ > $1 ! $2 < @ $?Y $Y $| *LOCAL* $. >
R< @ > $* < @ $+ : $+ >	$@ $1 < @ $3 >
R< @ > $*	$: $1
')dnl

# EnvFromSMTP: envelope sender; a group is nobody
SEnvFromSMTP
R$+	$: $>PseudoToReal $1
R$* :; < @ >	$@
R$*	$: $>MasqSMTP $1
R$+	$@ $>MasqEnv $1

# EnvToSMTP: envelope and header recipient
SEnvToSMTP
R$+	$: $>PseudoToReal $1
R$+	$: $>MasqSMTP $1
R$* < @ *LOCAL* > $*	$: $1 < @ $j . > $2

# HdrFromSMTP: header sender; a host without a user is not masqueraded
SHdrFromSMTP
R$+	$: $>PseudoToReal $1
R:; < @ >	$@
R< @ $* > $*	$@ < @ $1 > $2
R$+	$: $>MasqSMTP $1
R$+	$: $>MasqHdr $1

# MasqRelay: header recipient of mail for the relay
SMasqRelay
R$+	$: $>MasqSMTP $1
R$+	$: $>MasqHdr $1
divert(-1)
