dnl OSTYPE(`solaris2')
dnl
dnl Paths and mailer settings of solaris2.
dnl Arguments: none.
dnl Adds: nothing but definitions; those written with _DEFIFNOT give way to
dnl the values that the .mc file defined before it.
dnl Conflicts: none.
_DEFIFNOT(`LOCAL_MAILER_PATH', `/usr/lib/mail.local')dnl
_DEFIFNOT(`LOCAL_MAILER_FLAGS', `fSmn9')dnl
_DEFIFNOT(`LOCAL_MAILER_ARGS', `mail.local -d $u')dnl
_DEFIFNOT(`UUCP_MAILER_ARGS', `uux - -r -a$g $h!rmail ($u)')dnl
define(`confEBINDIR', `/usr/lib')dnl
