dnl HACK(`msp_nullclient', `hub')
dnl
dnl The submission program (submit.cf) of a host without a daemon of its
dnl own: all mail goes to the hub.
dnl Arguments: hub, the host that takes all mail.
dnl Adds: DOMAIN(`debian-msp'), FEATURE(`nullclient'), UseMSP, the user
dnl     mail, the queue of the submission program.
dnl Conflicts: it reads the MAILERs itself.
ifelse(defn(`_ARG_'), `', `_ERROR_(`HACK(`msp_nullclient') needs the host that takes all mail: HACK(`msp_nullclient', `hub.example.com')')')
define(`_HUB_', defn(`_ARG_'))
DOMAIN(`debian-msp')
define(`confUSE_MSP', `True')
define(`confPRIVACY_FLAGS', `goaway,noetrn')
define(`confRUN_AS_USER', `mail')
define(`confTRUSTED_USER', `mail')
define(`QUEUE_DIR', defn(`MSP_QUEUE_DIR'))
DAEMON_OPTIONS(`Name=NoMTA, Addr=127.0.0.1, M=E')
FEATURE(`nullclient', defn(`_HUB_'))
