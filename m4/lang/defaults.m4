dnl defaults.m4 - what holds when the .mc file says nothing.
dnl
dnl Set when the language starts; a value that is there already (-D, or a
dnl define in front of the include) stays.
define(`_SET_DEFAULTS_', `
_DEFIFNOT(`MAIL_SETTINGS_DIR', `/etc/mail/')
_DEFIFNOT(`DATABASE_MAP_TYPE', `hash')
_DEFIFNOT(`CF_LEVEL', `10')
dnl names of mailers that the rules use
_DEFIFNOT(`confLOCAL_MAILER', `local')
_DEFIFNOT(`confSMTP_MAILER', `esmtp')
_DEFIFNOT(`confUUCP_MAILER', `uucp-old')
_DEFIFNOT(`confMAILER_NAME', ``MAILER-DAEMON'')
_DEFIFNOT(`confTIME_ZONE', `USE_SYSTEM')
dnl files
_DEFIFNOT(`confCW_FILE', `MAIL_SETTINGS_DIR`'local-host-names')
_DEFIFNOT(`confCR_FILE', `-o MAIL_SETTINGS_DIR`'relay-domains')
_DEFIFNOT(`ALIAS_FILE', `MAIL_SETTINGS_DIR`'aliases')
dnl headers
_DEFIFNOT(`_REC_HDR_', `$?sfrom $s $.$?_($?s$|from $.$_)')
_DEFIFNOT(`_REC_AUTH_', `$.$?{auth_type}(authenticated')
_DEFIFNOT(`_REC_FULL_AUTH_', `$.$?{auth_type}(user=${auth_authen} $?{auth_author}author=${auth_author} $.mech=${auth_type}')
_DEFIFNOT(`_REC_BY_', `$.by $j ($v/$Z)$?r with $r$. id $i$?{tls_version}')
_DEFIFNOT(`_REC_TLS_', `(version=${tls_version} cipher=${cipher} bits=${cipher_bits} verify=${verify})$.$?u')
_DEFIFNOT(`_REC_END_', `for $u; $|;
	$.$b')
_DEFIFNOT(`confRECEIVED_HEADER', `_REC_HDR_
	_REC_AUTH_$?{auth_ssf} bits=${auth_ssf}$.)
	_REC_BY_
	_REC_TLS_
	_REC_END_')
dnl options that are written even when nobody asks for them
_DEFIFNOT(`confSEVEN_BIT_INPUT', `False')
_DEFIFNOT(`confALIAS_WAIT', `10')
_DEFIFNOT(`confMIN_FREE_BLOCKS', `100')
_DEFIFNOT(`confBLANK_SUB', `.')
_DEFIFNOT(`confCON_EXPENSIVE', `False')
_DEFIFNOT(`confDELIVERY_MODE', `background')
_DEFIFNOT(`confTEMP_FILE_MODE', `0600')
_DEFIFNOT(`confMIME_FORMAT_ERRORS', `True')
_DEFIFNOT(`confFORWARD_PATH', `$z/.forward.$w:$z/.forward')
_DEFIFNOT(`confMCI_CACHE_SIZE', `2')
_DEFIFNOT(`confMCI_CACHE_TIMEOUT', `5m')
_DEFIFNOT(`confUSE_ERRORS_TO', `False')
_DEFIFNOT(`confLOG_LEVEL', `9')
_DEFIFNOT(`confCHECK_ALIASES', `False')
_DEFIFNOT(`confOLD_STYLE_HEADERS', `True')
_DEFIFNOT(`confPRIVACY_FLAGS', `authwarnings')
_DEFIFNOT(`confTO_QUEUERETURN', `5d')
_DEFIFNOT(`confTO_QUEUEWARN', `4h')
_DEFIFNOT(`confSAFE_QUEUE', `True')
_DEFIFNOT(`confSMTP_LOGIN_MSG', `$j Sendmail $v/$Z; $b')
_DEFIFNOT(`confFROM_LINE', `From $g $d')
_DEFIFNOT(`confOPERATORS', `.:%@!^/[]+')
dnl what milters are told; written only when there is one
_DEFIFNOT(`confMILTER_MACROS_CONNECT', ``j, _, {daemon_name}, {if_name}, {if_addr}'')
_DEFIFNOT(`confMILTER_MACROS_HELO', ``{tls_version}, {cipher}, {cipher_bits}, {cert_subject}, {cert_issuer}'')
_DEFIFNOT(`confMILTER_MACROS_ENVFROM', ``i, {auth_type}, {auth_authen}, {auth_ssf}, {auth_author}, {mail_mailer}, {mail_host}, {mail_addr}'')
_DEFIFNOT(`confMILTER_MACROS_ENVRCPT', ``{rcpt_mailer}, {rcpt_host}, {rcpt_addr}'')
_DEFIFNOT(`confMILTER_MACROS_EOM', `{msg_id}')
')

dnl What an OSTYPE or DOMAIN file of the site may ask for with ifdef, or set
dnl with _DEFIFNOT, has its default only at the end of the input.
define(`_SET_LATE_DEFAULTS_', `
_DEFIFNOT(`VENDOR_NAME', `Berkeley')
_DEFIFNOT(`confEBINDIR', `/usr/libexec')
_DEFIFNOT(`confCT_FILE', `MAIL_SETTINGS_DIR`'trusted-users')
_DEFIFNOT(`HELP_FILE', `MAIL_SETTINGS_DIR`'helpfile')
_DEFIFNOT(`QUEUE_DIR', `/var/spool/mqueue')
_DEFIFNOT(`confFROM_HEADER', `$?x$x <$g>$|$g$.')
_DEFIFNOT(`confMESSAGEID_HEADER', `<$t.$i@$j>')
_DEFIFNOT(`confRELAY_MAILER', ifdef(`_MAILER_smtp_', `relay', `unknown'))
')
dnl _EBINDIR_: the folder of smrsh and mail.local, as far as it is known.
define(`_EBINDIR_', `ifdef(`confEBINDIR', `confEBINDIR', `/usr/libexec')')
