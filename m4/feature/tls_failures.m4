dnl FEATURE(`tls_failures')
dnl
dnl Gone: define(`confTLS_FALLBACK_TO_CLEAR', `true') has taken its place.
dnl Arguments: none.
dnl Adds: that definition.
dnl Conflicts: none.
_WARNING_(`FEATURE(`tls_failures') is gone; say define(`confTLS_FALLBACK_TO_CLEAR', `true')')
define(`confTLS_FALLBACK_TO_CLEAR', `true')
