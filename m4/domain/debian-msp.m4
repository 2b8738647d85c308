dnl DOMAIN(`debian-msp')
dnl
dnl Debian's wishes for the submission program (submit.cf): shorter
dnl timeouts, modes and places of its files, the user that it runs as.
dnl Arguments: none.
dnl Adds: definitions, and FEATURE(`no_default_msa').
dnl Conflicts: none; FEATURE(`msp') comes after it.
_M4_INCLUDE_(_CF_LIB_`lang/debian.m4')dnl
define(`DEBIAN_MSP')
FEATURE(`no_default_msa')
define(`confCF_VERSION', `Submit')
define(`confRRT_IMPLIES_DSN', `False')
define(`confSAFE_QUEUE', `True')
dnl files
define(`MSP_QUEUE_DIR', `/var/spool/mqueue-client')
define(`confQUEUE_FILE_MODE', `0660')
define(`confTEMP_FILE_MODE', `0640')
define(`confSAFE_FILE_ENV', `/')
define(`STATUS_FILE', `/var/lib/sendmail/sm-client.st')
define(`confHOST_STATUS_DIRECTORY', `')
define(`confCONTROL_SOCKET_NAME', `/var/run/sendmail/msp/smcontrol')
define(`confPID_FILE', `/var/run/sendmail/msp/sendmail.pid')
dnl processes
define(`confRUN_AS_USER', `smmsp')
define(`confTRUSTED_USER', `smmsp')
define(`confPROCESS_TITLE_PREFIX', `MSP')
dnl timeouts
define(`confTO_ICONNECT', `2s')
define(`confTO_MAIL', `2m')
define(`confTO_DATAINIT', `2m')
define(`confTO_RSET', `1m')
define(`confTO_QUIT', `2m')
define(`confTO_COMMAND', `5m')
define(`confTO_IDENT', `5s')
define(`confTO_HOSTSTATUS', `0')
