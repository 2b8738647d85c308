dnl FEATURE(`require_rdns')
dnl
dnl A client must have a name in the DNS, and the name must have the
dnl client's address.
dnl Arguments: none.
dnl Adds: rules to Basic_check_relay.
dnl Conflicts: none.
define(`_REQUIRE_RDNS_', `1')
