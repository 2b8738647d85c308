dnl sections.m4 - words that switch the place where the following raw lines
dnl of the .mc file go, and the ones that write a line of their own kind.
_MC_(`VERSIONID', `_GIVEN_(`$#', `$0', `#####  $1  #####
')')

dnl _SWITCH_(WORD, diversion): stays in force until the next switch.
define(`_SWITCH_', `_MC_BARE_(`$1', `divert($2)')')
_SWITCH_(`LOCAL_CONFIG', _D_CONFIG_)
_SWITCH_(`LOCAL_NET_CONFIG', _D_NETCONFIG_)
_SWITCH_(`LOCAL_RULE_3', _D_RULE3_)
_SWITCH_(`LOCAL_RULE_0', _D_RULE0_)
_SWITCH_(`LOCAL_RULESETS', _D_RULESETS_)
_SWITCH_(`LOCAL_DNSBL', _D_DNSBL_)
_SWITCH_(`MAILER_DEFINITIONS', _D_MAILERS_)

_MC_BARE_(`LOCAL_RULE_1', `divert(_D_RULESETS_)
Ssender=1
')
_MC_BARE_(`LOCAL_RULE_2', `divert(_D_RULESETS_)
Srecipient=2
')

dnl _HOOK_(WORD, ruleset): opens the site's ruleset; the library's ruleset
dnl calls it only when the word was used.
define(`_HOOK_', `_MC_BARE_(`$1', `divert(_D_RULESETS_)ifdef(`_MAILERS_SEEN_', `', `_WARNING_(`$1 should come after the MAILERs')')define(`_HOOK_$2_', `1')
S$2
')')
_HOOK_(`LOCAL_SRV_FEATURES', `Local_srv_features')
_HOOK_(`LOCAL_CLT_FEATURES', `Local_clt_features')
_HOOK_(`LOCAL_TRY_TLS', `Local_try_tls')
_HOOK_(`LOCAL_TLS_RCPT', `Local_tls_rcpt')
_HOOK_(`LOCAL_TLS_CLIENT', `Local_tls_client')
_HOOK_(`LOCAL_TLS_SERVER', `Local_tls_server')

dnl Listeners: the first DAEMON_OPTIONS takes the place of the default one;
dnl the submission port is there too unless FEATURE(no_default_msa) is.
_MC_(`DAEMON_OPTIONS', `_GIVEN_(`$#', `$0', `define(`_DAEMONS_SEEN_', `1')PUSHDIVERT(_D_DAEMONS_)O DaemonPortOptions=$1
POPDIVERT`'')')
_MC_(`CLIENT_OPTIONS', `_GIVEN_(`$#', `$0', `define(`_CLIENTS_SEEN_', `1')PUSHDIVERT(_D_CLIENTS_)O ClientPortOptions=$1
POPDIVERT`'')')

dnl MAIL_FILTER declares a milter, INPUT_MAIL_FILTER also uses it.
_MC_(`MAIL_FILTER', `_GIVEN_(`$#', `$0', `define(`_FILTERS_SEEN_', `1')PUSHDIVERT(_D_FILTERS_)X$1, $2
POPDIVERT`'')')
_MC_(`INPUT_MAIL_FILTER', `_GIVEN_(`$#', `$0', `MAIL_FILTER(`$1', `$2')define(`confINPUT_MAIL_FILTERS', ifdef(`confINPUT_MAIL_FILTERS', `defn(`confINPUT_MAIL_FILTERS')`,' ')`$1')')')
_MC_(`QUEUE_GROUP', `_GIVEN_(`$#', `$0', `PUSHDIVERT(_D_QUEUES_)Q$1, $2
POPDIVERT`'')')
