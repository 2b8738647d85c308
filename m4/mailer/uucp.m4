dnl MAILER(`uucp')
dnl
dnl Mail for UUCP neighbours.
dnl Arguments: none.  Settings: UUCP_MAILER_PATH ARGS FLAGS CHARSET QGRP,
dnl     UUCP_MAX_SIZE, MODIFY_MAILER_FLAGS UUCP.
dnl Adds: mailers uucp and uucp-old (bang paths, one recipient), suucp and
dnl     uucp-new (several recipients), and after MAILER(`smtp') uucp-dom
dnl     (domain addresses) and uucp-uudom (domain addresses, the envelope
dnl     sender with a bang); rulesets FromU EnvToU HdrToU EnvFromUD
dnl     EnvFromUUD; rules to ruleset Parse1 for the classes U, Y, Z, V, W,
dnl     X that SITECONFIG fills.
dnl Conflicts: FEATURE(`allmasquerade') must come before it.
_DEFIFNOT(`UUCP_MAILER_PATH', `/usr/bin/uux')
_DEFIFNOT(`UUCP_MAILER_ARGS', `uux - -r -a$g -gC $h!rmail ($u)')
_DEFIFNOT(`UUCP_MAILER_FLAGS', `')
_DEFIFNOT(`UUCP_MAX_SIZE', `100000')
_DEFIFNOT(`UUCP_MAILER_MAX', `UUCP_MAX_SIZE')
dnl _UUX_(name, flags, sender rulesets, recipient rulesets)
define(`_UUX_', `M$1, P=UUCP_MAILER_PATH, F=_FLAGS_(`UUCP', `$2'UUCP_MAILER_FLAGS), S=$3, R=$4, M=UUCP_MAILER_MAX`'_EQUATE_(`C', `UUCP_MAILER_CHARSET'),
	T=X-UUCP/X-UUCP/X-Unix`'_EQUATE_(`Q', `UUCP_MAILER_QGRP'), A=UUCP_MAILER_ARGS
')
define(`_TO_UUCP_DOM_', `ifdef(`_ALL_MASQUERADE_', `EnvToSMTP/HdrFromSMTP', `EnvToSMTP')')
dnl What our neighbours call us, as far as it is known when the file is loaded.
define(`_UUCP_NAME_', ``$?U $U $| $k $.'')
ifdef(`_MAILER_smtp_', `', `_WARNING_(`MAILER(`uucp') comes without MAILER(`smtp') before it, so there is no uucp-dom and no uucp-uudom')')
divert(_D_MAILERS_)
###  mailers for UUCP

_UUX_(`uucp', `DFMhuUd', `FromU', `EnvToU/HdrToU')dnl
_UUX_(`uucp-old', `DFMhuUd', `FromU', `EnvToU/HdrToU')dnl
_UUX_(`suucp', `mDFMhuUd', `FromU', `EnvToU/HdrToU')dnl
_UUX_(`uucp-new', `mDFMhuUd', `FromU', `EnvToU/HdrToU')dnl
ifdef(`_MAILER_smtp_', `_UUX_(`uucp-dom', `mDFMhud', `EnvFromUD/HdrFromSMTP', _TO_UUCP_DOM_)dnl
_UUX_(`uucp-uudom', `mDFMhud', `EnvFromUUD/HdrFromSMTP', _TO_UUCP_DOM_)dnl
')dnl

# FromU: sender, envelope and header; host!user behind the name that our
# neighbours know; a path that begins with the neighbour is his to know
SFromU
R:; < @ >	$@
R< @ >	$n
R$*	$: $>BangPath $1
R$&h ! $+ ! $+	$@ $1 ! $2
R$&h ! $+	$@ $&h ! $1
R$+	$: _UUCP_NAME_ ! $1

# EnvToU: envelope recipient
SEnvToU
R:; < @ >	$@
R$*	$: $>BangPath $1

# HdrToU: header recipient; as FromU
SHdrToU
R:; < @ >	$@
R$*	$: $>BangPath $1
R$&h ! $+ ! $+	$@ $1 ! $2
R$&h ! $+	$@ $&h ! $1
R$+	$: _UUCP_NAME_ ! $1

# BangPath: focused -> host ! user; this host is not named, and an address
# with something behind the host, unless it is a route, stays as it is
SBangPath
R$* < @ $=w . >	$@ $1
R$* < @ $=w >	$@ $1
R$*	$@ $>HostInFront $1

# HostInFront: focused -> host ! user
SHostInFront
R$* < @ $* . > $*	$: $1 < @ $2 > $3
R< @ $- . UUCP > : $+	$@ $1 ! $2
R< @ $+ > : $+	$@ $1 ! $2
R$* < @ $- . UUCP >	$@ $2 ! $1
R$* < @ $+ >	$@ $2 ! $1
ifdef(`_MAILER_smtp_', `
# EnvFromUD: envelope sender as a domain address
SEnvFromUD
R< @ >	$n
R$*	$: $>EnvFromSMTP $1

# EnvFromUUD: envelope sender as the bang path of a domain address
SEnvFromUUD
R$*	$: $>EnvFromUD $1
R$*	$@ $>HostInFront $1
')dnl
divert(_D_UUCP_)
# neighbours: by domain address, by bang path with several recipients, and
# with one
R$* < @ $=Z . UUCP . > $*	$#uucp-uudom $@ $2 $: $1 < @ $2 .UUCP. > $3
R$* < @ $=Y . UUCP . > $*	$#uucp-new $@ $2 $: $1 < @ $2 .UUCP. > $3
R$* < @ $=U . UUCP . > $*	$#uucp-old $@ $2 $: $1 < @ $2 .UUCP. > $3
divert(-1)
