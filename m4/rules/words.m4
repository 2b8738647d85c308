dnl words.m4 - replies and texts that several rulesets share.
dnl
dnl In: the conf variables of the .mc file.  Out: definitions only.
divert(-1)
define(`_RCPT_REJECT_REPLY_', `ifdef(`confRCPTREJ_MSG', `confRCPTREJ_MSG', `"550 Mailbox disabled for this recipient"')')
define(`_RELAY_REPLY_', `ifdef(`confRELAY_MSG', `confRELAY_MSG', `ifdef(`_TRUSTED_MECHANISMS_', `"550 Relaying denied. Proper authentication required."', `"550 Relaying denied"')')')
dnl One reply for all TLS failures: 454, or 554 with TLS_PERM_ERR.
define(`_TLS_DSN_', ifdef(`TLS_PERM_ERR', `5.7.0', `4.7.0'))
define(`_TLS_CODE_', ifdef(`TLS_PERM_ERR', `554', `454'))
dnl _PART_(name): rules that several rulesets share.  They are files and not
dnl macros, because a macro would take their $1 for its own argument.
define(`_PART_', `include(_CF_LIB_`rules/part/$1.m4')')
define(`_TMPF_TEXT_', `"451 Temporary system failure. Please try again later."')
dnl _HOST_LOOKUP_(host): the access map is asked for a host and its parents,
dnl or for the host alone.
define(`_HOST_LOOKUP_', `$>ifdef(`_RELAY_HOSTS_ONLY_', `E', `D') < $1 >')
ifdef(`_RELAY_LOCAL_FROM_', `define(`_RELAY_BY_SENDER_', `1')')
ifdef(`_RELAY_MAIL_FROM_', `define(`_RELAY_BY_SENDER_', `1')')
dnl node::user is an address when there is a DECNET.
ifdef(`DECNET_RELAY', `define(`_DECNET_SYNTAX_', `1')')
ifdef(`_USE_DECNET_SYNTAX_', `define(`_DECNET_SYNTAX_', `1')')
dnl Names of the certificate's own, without the option that asks for them.
ifdef(`_FFR_TLS_ALTNAMES', `define(`_CHECK_ALTNAMES_', `1')')
dnl An entry of the virtual users that names itself ends the search.
ifdef(`_VIRTUSER_STOP_ONE_LEVEL_RECURSION_', `define(`_STOP_LOOPS_', `1')')
dnl Requirements for TLS come from the access map or from MTA-STS.
ifdef(`_ACCESS_TABLE_', `define(`_TLS_RULES_', `1')')
ifdef(`_STS_', `define(`_TLS_RULES_', `1')')
dnl Whole addresses that may be relayed to; in all their forms, unless only hosts
dnl count.
ifdef(`_RELAY_FULL_ADDR_', `ifdef(`_RELAY_HOSTS_ONLY_', `', `define(`_FULL_ADDRESS_', `1')')')
