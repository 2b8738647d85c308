dnl FEATURE(`block_bad_helo')
dnl
dnl A client that says HELO with a name of this host, or with one that has
dnl no dot, is refused.
dnl Arguments: none.
dnl Adds: this host's loopback addresses to classes R and w; rules to
dnl     Relay_ok, or to check_rcpt with FEATURE(`delay_checks').
dnl Conflicts: none.
define(`_BLOCK_BAD_HELO_', `1')
RELAY_DOMAIN(`127.0.0.1')
RELAY_DOMAIN(`IPv6:0:0:0:0:0:0:0:1 IPv6:::1')
LOCAL_DOMAIN(`[127.0.0.1]')
LOCAL_DOMAIN(`[IPv6:0:0:0:0:0:0:0:1] [IPv6:::1]')
