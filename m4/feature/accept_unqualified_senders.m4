dnl FEATURE(`accept_unqualified_senders')
dnl
dnl A sender without a domain (MAIL From:<user>) is accepted from everybody.
dnl Arguments: none.
dnl Adds: nothing; leaves out a test of ruleset check_mail.
dnl Conflicts: none.
define(`_ACCEPT_UNQUALIFIED_SENDERS_', `1')
