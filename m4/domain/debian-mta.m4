dnl DOMAIN(`debian-mta')
dnl
dnl Debian's wishes for the daemon: shorter timeouts, modes and places of
dnl its files, the user that owns them.
dnl Arguments: none.
dnl Adds: definitions only; what DontBlameSendmail was before stays in it,
dnl     and a TrustedUser defined before stays.
dnl Conflicts: none.
_M4_INCLUDE_(_CF_LIB_`lang/debian.m4')dnl
define(`confDONT_BLAME_SENDMAIL', ifdef(`confDONT_BLAME_SENDMAIL', `defn(`confDONT_BLAME_SENDMAIL')')`,AssumeSafeChown,ForwardFileInGroupWritableDirPath,GroupWritableForwardFileSafe,GroupWritableIncludeFileSafe,IncludeFileInGroupWritableDirPath,DontWarnForwardFileInUnsafeDirPath,TrustStickyBit,NonRootSafeAddr,GroupWritableIncludeFile,GroupReadableDefaultAuthInfoFile')
define(`confPRIVACY_FLAGS', `    restrictqrun,restrictexpand')
define(`confMAX_HOP', `100')
define(`confMAX_DAEMON_CHILDREN', `0')
define(`confMAX_RUNNERS_PER_QUEUE', `5')
define(`confRRT_IMPLIES_DSN', `False')
define(`confSAFE_QUEUE', `True')
dnl files
define(`confQUEUE_FILE_MODE', `0640')
define(`confTEMP_FILE_MODE', `0640')
define(`confSAFE_FILE_ENV', `/')
define(`STATUS_FILE', `/var/lib/sendmail/sendmail.st')
define(`confHOST_STATUS_DIRECTORY', `/var/lib/sendmail/host_status')
define(`confCONTROL_SOCKET_NAME', `/var/run/sendmail/mta/smcontrol')
define(`confPID_FILE', `/var/run/sendmail/mta/sendmail.pid')
dnl processes
_DEFIFNOT(`confTRUSTED_USER', `smmta')
define(`confPROCESS_TITLE_PREFIX', `MTA')
dnl timeouts
define(`confTO_ICONNECT', `2m')
define(`confTO_MAIL', `2m')
define(`confTO_DATAINIT', `2m')
define(`confTO_RSET', `1m')
define(`confTO_QUIT', `2m')
define(`confTO_COMMAND', `5m')
define(`confTO_IDENT', `5s')
