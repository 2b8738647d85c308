dnl tables.m4 - what FEATUREs are built of: maps, needs, shared words.

dnl _TABLE_(map, file, ldap name[, flags]): the K line of a FEATURE whose
dnl first argument describes a map.  Nothing given: DATABASE_MAP_TYPE and
dnl the file in MAIL_SETTINGS_DIR; the word LDAP: the query for
dnl sendmailMTAMap objects of that name.
define(`_TABLE_', `PUSHDIVERT(_D_CONFIG_)K$1 ifelse(defn(`_ARG_'), `', `DATABASE_MAP_TYPE`'ifelse(`$4', `', `', ` $4') MAIL_SETTINGS_DIR`'$2',
  defn(`_ARG_'), `LDAP', `ldap ifelse(`$4', `', `', `$4 ')-1 -v sendmailMTAMapValue,sendmailMTAMapSearch:FILTER:sendmailMTAMapObject,sendmailMTAMapURL:URL:sendmailMTAMapObject -k (&(objectClass=sendmailMTAMapObject)(|(sendmailMTACluster=${sendmailMTACluster})(sendmailMTAHost=$j))(sendmailMTAMapName=$3)(sendmailMTAKey=%0))',
  `_ARG_')
POPDIVERT`'')

dnl _ARG_IS_(name): the word's second argument is this very text.
dnl _ARG_IS_WORD_(name): so it is, in capitals or not.
define(`_ARG_IS_', `ifelse(defn(`_ARG_'), `$1', `1', `0')')
define(`_ARG_IS_WORD_', `ifelse(lower(defn(`_ARG_')), `$1', `1', `0')')

dnl _NEEDS_(feature, other feature, flag): the FEATURE works only with the
dnl other one in front of it.
define(`_NEEDS_', `ifdef(`$3', `', `_WARNING_(`FEATURE(`$1') needs FEATURE(`$2') before it')')')

dnl _UNKNOWN_(feature, argument, advice): an argument that is passed over.
define(`_UNKNOWN_', `_WARNING_(`FEATURE(`$1'): unknown argument $2; $3')')

dnl _LIMIT_ARGUMENTS_(feature, flag): the arguments of ratecontrol and
dnl conncontrol; sets flag`'NODELAY_ and flag`'TERMINATE_.
define(`_LIMIT_ARGUMENTS_', `ifelse(_ARG_IS_(`'), `1', `', _ARG_IS_WORD_(`nodelay'), `1', `ifdef(`_DELAY_CHECKS_', `define(`$2NODELAY_', `1')define(`_LIMIT_NOW_', `1')', `_WARNING_(`FEATURE(`$1', `nodelay') needs FEATURE(`delay_checks') before it')')',
  `_UNKNOWN_(`$1', defn(`_ARG_'), `known is nodelay')')ifelse(defn(`_ARG2_'), `', `', defn(`_ARG2_'), `terminate', `define(`$2TERMINATE_', `1')',
  `_UNKNOWN_(`$1', defn(`_ARG2_'), `known is terminate')')')

dnl _LISTED_BY_(feature): the arguments of dnsbl and enhdnsbl; sets _ZONE_
dnl and _TEMPORARY_ (the reply when a look-up fails, or nothing).
dnl _LISTED_(text): the answer for a client that is listed.
define(`_LISTED_BY_', `ifelse(defn(`_ARG_'), `', `_WARNING_(`FEATURE(`$1') needs an argument: the zone in the DNS')')define(`_ZONE_', defn(`_ARG_'))define(`_TEMPORARY_', ifelse(defn(`_ARG3_'), `', `', defn(`_ARG3_'), `t', ``"451 Temporary lookup failure of " $&{client_addr} " at '_ZONE_`"'', `defn(`_ARG3_')'))')
define(`_LISTED_', `ifelse(defn(`_ARG2_'), `', `DOL(`#')error DOL(`@') 5.7.1 $: "550 Rejected: " $&{client_addr} " listed at '_ZONE_`"', defn(`_ARG2_'), `quarantine', `DOL(`#')error DOL(`@') quarantine $: _ZONE_', defn(`_ARG2_'), `discard', `DOL(`#')discard $: $1', `DOL(`#')error DOL(`@') 5.7.1 $: _ARG2_')')
dnl _LISTED_RULE_(pattern, text): the rule, unless the message has a comma
dnl outside of quotes: then there is none, as in sendmail's own library.
define(`_LISTED_RULE_', `ifelse(_WORDS_(_ARG2_), `1', `R<?> $1	_LISTED_(`$2')
', `_WARNING_(`the message has a comma, and is lost with the rule (as in the library of sendmail): quote it twice')')')
define(`_WORDS_', `$#')
