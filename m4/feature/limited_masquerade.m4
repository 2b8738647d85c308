dnl FEATURE(`limited_masquerade')
dnl
dnl Only the hosts of MASQUERADE_DOMAIN (class M) are masqueraded, not every
dnl name of this host (class w).
dnl Arguments: none.
dnl Adds: nothing; leaves out a rule of MasqHdr.
dnl Conflicts: none.
define(`_LIMITED_MASQUERADE_', `1')
