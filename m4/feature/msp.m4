dnl FEATURE(`msp'[, `host'[, `MSA']])
dnl
dnl The submission program (submit.cf): it takes mail of this host's users
dnl and hands all of it, local mail too, to the daemon of this host or of
dnl another.
dnl Arguments: host, the daemon's, default [localhost]; MSA, to reach its
dnl     port 587 (other words change nothing).
dnl Adds: MAILER(`local') and MAILER(`smtp') as SMTP clients, with flags k
dnl     and 5; UseMSP, the user smmsp, the queue MSP_QUEUE_DIR; macro
dnl     {MTAHost}; rules to ruleset Local_localaddr.
dnl Conflicts: MAILER(`local') and MAILER(`smtp') before it; what the .mc
dnl     file says of aliases, ~/.forward, delivery mode and privacy.
ifdef(`_MAILER_local_', `_ERROR_(`FEATURE(`msp') must come before MAILER(`local'); it reads the mailers itself')')
define(`confUSE_MSP', `True')
define(`confDELIVERY_MODE', `i')
define(`confPRIVACY_FLAGS', `goaway,noetrn,restrictqrun')
define(`confDONT_PROBE_INTERFACES', `True')
define(`confFORWARD_PATH', `')
undefine(`ALIAS_FILE')
dnl the queue, and the user that owns it
_DEFIFNOT(`MSP_QUEUE_DIR', `/var/spool/clientmqueue')
define(`QUEUE_DIR', defn(`MSP_QUEUE_DIR'))
define(`confQUEUE_FILE_MODE', `0660')
dnl sendmail.st is the daemon's; the file of another name stays.
_DEFIFNOT(`STATUS_FILE', defn(`MSP_QUEUE_DIR')`/sm-client.st')
ifelse(index(defn(`STATUS_FILE'), `sendmail.st'), `-1', `',
  `define(`STATUS_FILE', substr(defn(`STATUS_FILE'), `0', index(defn(`STATUS_FILE'), `sendmail.st'))`sm-client.st')')
_DEFIFNOT(`confPID_FILE', defn(`MSP_QUEUE_DIR')`/sm-client.pid')
_DEFIFNOT(`confRUN_AS_USER', `smmsp')
_DEFIFNOT(`confTRUSTED_USER', `smmsp')
dnl nobody is to reach it from outside
define(`_NO_MSA_', `1')
ifdef(`_DAEMONS_SEEN_', `', `DAEMON_OPTIONS(`Name=NoMTA, Addr=127.0.0.1, M=E')')
dnl all mailers are clients of the daemon
define(`_DEF_LOCAL_MAILER_FLAGS', `lmDFMuXkw5')
define(`LOCAL_MAILER_FLAGS', `')
define(`LOCAL_MAILER_PATH', `[IPC]')
define(`LOCAL_MAILER_ARGS', `TCP $h')
define(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE', `SMTP')
define(`_DEF_LOCAL_SHELL_FLAGS', `lmDFMuXk5')
define(`LOCAL_SHELL_FLAGS', `')
define(`LOCAL_SHELL_PATH', `[IPC]')
define(`LOCAL_SHELL_ARGS', `TCP $h')
MODIFY_MAILER_FLAGS(`SMTP', `+k5')
MODIFY_MAILER_FLAGS(`ESMTP', `+k5')
MODIFY_MAILER_FLAGS(`DSMTP', `+k5')
MODIFY_MAILER_FLAGS(`SMTP8', `+k5')
MODIFY_MAILER_FLAGS(`RELAY', `+k')
ifelse(defn(`_ARG2_'), `MSA', `define(`RELAY_MAILER_ARGS', `TCP $h 587')')
divert(_D_CONFIG_)D{MTAHost}ifelse(defn(`_ARG_'), `', `[localhost]', `defn(`_ARG_')')
divert(_D_RULESETS_)dnl

###  all local mail goes to the daemon, to user < @ host >
SLocal_localaddr
R$+	$: $>ParseRecipient $1
R$#$*	$#$1
R$+ < @ $+ >	$#relay $@ ${MTAHost} $: $1 < @ $2 >
R$+	$#relay $@ ${MTAHost} $: $1 < @ ifdef(`_MASQUERADE_ENVELOPE_', `ifdef(`MASQUERADE_NAME', `$M', `$j')', `$j') >
divert(-1)
MAILER(`local')
MAILER(`smtp')
