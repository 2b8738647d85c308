dnl FEATURE(`delay_checks'[, `friend' or `hater'[, `new']])
dnl
dnl Client and sender are refused only when a recipient is named, so that
dnl clients who authenticate, and recipients who want everything, get
dnl through.
dnl Arguments: friend, Spam:recipient FRIEND in the access map gets
dnl     everything; hater, only recipients with Spam:recipient HATER are
dnl     protected (the first letter is enough; any other argument is none);
dnl     new, To: entries SPAMFRIEND and SPAMHATER of old are nothing special.
dnl Adds: rulesets FullAddr Delay_TLS_Clt Delay_TLS_Clt2; check_mail and
dnl     check_relay are called checkmail and checkrelay.
dnl Conflicts: friend and hater need FEATURE(`access_db') before it, and
dnl     exclude each other.
define(`_DELAY_CHECKS_', `1')
define(`_FIRST_', translit(substr(_ARG_, `0', `1'), `FH', `fh'))
ifelse(_FIRST_, `', `', _FIRST_, `f', `define(`_SPAM_FRIEND_', `1')', _FIRST_, `h', `define(`_SPAM_HATER_', `1')',
  `_UNKNOWN_(`delay_checks', defn(`_ARG_'), `known are friend and hater')')
ifelse(_FIRST_, `', `', `_NEEDS_(`delay_checks', `access_db', `_ACCESS_TABLE_')')
ifelse(_FIRST_, `f', `define(`_SPAM_FRIEND_OR_HATER_', `1')', _FIRST_, `h', `define(`_SPAM_FRIEND_OR_HATER_', `1')')
ifdef(`_SPAM_FRIEND_', `ifdef(`_SPAM_HATER_', `_WARNING_(`FEATURE(`delay_checks'): friend and hater exclude each other')')')
ifelse(defn(`_ARG2_'), `', `define(`_SPAM_TAGS_', `1')')
