dnl OSTYPE(`freebsd5')
dnl
dnl Paths and mailer settings of freebsd5.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`STATUS_FILE', `/var/log/sendmail.st')dnl
_DEFIFNOT(`LOCAL_MAILER_PATH', `/usr/libexec/mail.local')dnl
_DEFIFNOT(`LOCAL_MAILER_ARGS', `mail $u')dnl
_DEFIFNOT(`UUCP_MAILER_PATH', `/usr/local/bin/uux')dnl
_DEFIFNOT(`UUCP_MAILER_ARGS', `uux - -r -z -a$g $h!rmail ($u)')dnl
MODIFY_MAILER_FLAGS(`LOCAL', `+S')dnl
