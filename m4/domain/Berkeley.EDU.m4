dnl DOMAIN(`Berkeley.EDU')
dnl
dnl The domain of the reference's sample configurations: relays for UUCP
dnl and BITNET, names of this host from /etc/sendmail.cw, addresses of
dnl people who moved.  Nobody's site today; an example of a DOMAIN file.
dnl Arguments: none.
dnl Adds: UUCP_RELAY, BITNET_RELAY, FEATURE(`stickyhost'), FEATURE(`redirect'),
dnl     FEATURE(`use_cw_file').
dnl Conflicts: none.
define(`UUCP_RELAY', `uucp-relay.Berkeley.EDU')
define(`BITNET_RELAY', `bitnet-relay.Berkeley.EDU')
define(`confFORWARD_PATH', `$z/.forward.$w:$z/.forward')
define(`confCW_FILE', `-o /etc/sendmail.cw')
define(`confDONT_INIT_GROUPS', True)
FEATURE(`stickyhost')
FEATURE(`redirect')
FEATURE(`use_cw_file')
DOMAIN(`berkeley-only')
