dnl OSTYPE(`debian')
dnl
dnl Debian: its folders, its delivery agent, comments in class files.
dnl Arguments: none.
dnl Adds: definitions only.
dnl Conflicts: none.
_M4_INCLUDE_(_CF_LIB_`lang/debian.m4')dnl
define(`confCF_VERSION', `Debian-2+deb12u2')
define(`confSMTP_LOGIN_MSG', `$j Sendmail $v/$Z; $b; (No UCE/UBE) $?{client_addr}logging access from: ${client_name}(${client_resolve})-$_$.')
define(`confDEAD_LETTER_DROP', `/var/lib/sendmail/dead.letter')
define(`STATUS_FILE', `/var/lib/sendmail/sendmail.st')
define(`confHOST_STATUS_DIRECTORY', `/var/lib/sendmail/host_status')
define(`confCR_FILE', `-o MAIL_SETTINGS_DIR`'relay-domains %[^\#]')
define(`confCT_FILE', `MAIL_SETTINGS_DIR`'trusted-users %[^\#]')
define(`confCW_FILE', `MAIL_SETTINGS_DIR`'local-host-names %[^\#]')
define(`confEBINDIR', `/usr/libexec/sendmail')
define(`confME_TOO', `True')
define(`confDEF_USER_ID', `mail:mail')
define(`confREJECT_NUL', `true')
define(`_FFR_MAIL_MACRO', `1')
define(`LOCAL_MAILER_PATH', `/usr/sbin/sensible-mda')
define(`LOCAL_MAILER_ARGS', `sensible-mda $g $u $h ${client_addr}')
define(`PROCMAIL_MAILER_PATH', `/usr/bin/procmail')
define(`PROCMAIL_MAILER_ARGS', `procmail -m $h $f $u')
define(`USENET_MAILER_PATH', `/usr/bin/inews')
define(`UUCP_MAILER_ARGS', `uux - -r -z -a$g -gC $h!rmail ($u)')
define(`confBIND_OPTS', `+WorkAroundBrokenAAAA')
MODIFY_MAILER_FLAGS(`LOCAL', `+S')
MODIFY_MAILER_FLAGS(`LOCAL', `-r')
MODIFY_MAILER_FLAGS(`LOCAL', `-m')
changequote([, ])define([confMUST_QUOTE_CHARS], [.'])changequote(`,')
dnl Debian's own file of this name writes a line of one blank.
divert(0)# Debian
 
divert(-1)
