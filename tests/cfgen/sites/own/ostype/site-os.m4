divert(-1)
# of the site itself, in the manner of the samples
divert(0)
VERSIONID(`own operating system')
divert(-1)
ifdef(`QUEUE_DIR',, `define(`QUEUE_DIR', /var/spool/_ARG_)')
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `mn9')
define(`confEBINDIR', `/opt/mail/lib')
FEATURE(`local_procmail', `/opt/bin/procmail')
