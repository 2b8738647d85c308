dnl DOMAIN(`generic')
dnl
dnl Common wishes of a site: ~/.forward+detail, names of this host from a
dnl file, addresses of people who moved, and root never masqueraded.
dnl Arguments: none.
dnl Adds: FEATURE(`redirect'), FEATURE(`use_cw_file'), EXPOSED_USER(`root').
dnl Conflicts: none.
define(`confFORWARD_PATH', `$z/.forward.$w+$h:$z/.forward+$h:$z/.forward.$w:$z/.forward')
define(`confMAX_HEADERS_LENGTH', `32768')
FEATURE(`redirect')
FEATURE(`use_cw_file')
EXPOSED_USER(`root')
