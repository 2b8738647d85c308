dnl HACK(`nodns')
dnl
dnl A host that reaches no name server: names come from what the file
dnl service.switch-nodns says, and the interfaces are not asked for names.
dnl Arguments: none.
dnl Adds: FEATURE(`nocanonify').
dnl Conflicts: none.
define(`confSERVICE_SWITCH_FILE', `/etc/mail/service.switch-nodns')
undefine(`confBIND_OPTS')
define(`confDONT_PROBE_INTERFACES', `True')
FEATURE(`nocanonify')
