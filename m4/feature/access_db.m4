dnl FEATURE(`access_db'[, `map'[, `option'...]])
dnl
dnl Decisions from a database: who may connect, send and relay, and what
dnl TLS has to be like.  Keys and values: tags Connect, From, To, TLS_Clt,
dnl TLS_Srv, TLS_Rcpt, Try_TLS, Srv_Features, Clt_Features, AuthInfo,
dnl CERTISSUER and CERTSUBJECT.
dnl Arguments: map, the class, flags and file of the map; default
dnl     hash -T<TMPF> MAIL_SETTINGS_DIR/access (hash is DATABASE_MAP_TYPE).
dnl     -T<TMPF> is put in when a map lacks it: the rules know by it that
dnl     a look-up failed for the moment.  LDAP asks for sendmailMTAMap
dnl     objects named access.
dnl     options: skip (a value SKIP ends a search), lookupdotdomain (see
dnl     there), relaytofulladdress (To:user@host RELAY).
dnl Adds: map access; classes {Accept} {Tls} {TlsVerified} {Src}; rulesets
dnl     D A E F U SearchList and those of rules/tls.m4.
dnl Conflicts: none.
define(`_ACCESS_TABLE_', `1')
define(`_NEED_MACRO_MAP_', `1')
define(`_ACCESS_OPTION_', `ifelse(`$1', `', `',
  lower(`$1'), `skip', `define(`_ACCESS_SKIP_', `1')',
  lower(`$1'), `lookupdotdomain', `define(`_LOOKUP_DOT_DOMAIN_', `1')',
  lower(`$1'), `relaytofulladdress', `define(`_RELAY_FULL_ADDR_', `1')',
  `_UNKNOWN_(`access_db', `$1', `known are skip, lookupdotdomain and relaytofulladdress')')')
_ACCESS_OPTION_(_ARG2_)_ACCESS_OPTION_(_ARG3_)_ACCESS_OPTION_(_ARG4_)
define(`_ACCESS_MAP_', defn(`_ARG_'))
ifelse(regexp(defn(`_ACCESS_MAP_'), `^\(LDAP$\|$\| *sequence\)'), `0', `', index(defn(`_ACCESS_MAP_'), `-T<TMPF>'), `-1',
  `define(`_BLANK_', index(defn(`_ACCESS_MAP_')` ', ` '))define(`_ACCESS_MAP_', substr(defn(`_ACCESS_MAP_'), `0', _BLANK_)` -T<TMPF>'substr(defn(`_ACCESS_MAP_'), _BLANK_))_WARNING_(`FEATURE(`access_db'): the map has no -T<TMPF>; it was put in')')
pushdef(`_ARG_', defn(`_ACCESS_MAP_'))_TABLE_(`access', `access', `access', `-T<TMPF>')popdef(`_ARG_')
