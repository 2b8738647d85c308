dnl HACK(`debian_auth')
dnl
dnl A trusted user (class t) who is authenticated may name anybody in the
dnl AUTH parameter of MAIL; the programs of this host that send for others
dnl do.  The user sendmail is trusted.
dnl Arguments: none.
dnl Adds: sendmail to the trusted users; rules to ruleset Local_trust_auth;
dnl     DefaultAuthInfo.
dnl Conflicts: none.
define(`confDEF_AUTH_INFO', MAIL_SETTINGS_DIR`default-auth-info')
define(`confTRUSTED_USERS', ifdef(`confTRUSTED_USERS', `defn(`confTRUSTED_USERS')` '')`sendmail')
divert(_D_RULESETS_)dnl

###  trusted users may name anybody
SLocal_trust_auth
R$*	$: $&{auth_authen}
R$=t	$# ok Trusted users ... Allow trusted users to auth= as anyone
divert(-1)
