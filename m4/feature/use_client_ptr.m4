dnl FEATURE(`use_client_ptr')
dnl
dnl check_relay looks at the name that the client's address has in the DNS
dnl ({client_ptr}), even if the name does not have that address.
dnl Arguments: none.
dnl Adds: a rule to Basic_check_relay.
dnl Conflicts: none.
define(`_USE_CLIENT_PTR_', `1')
