dnl FEATURE(`nocanonify'[, `canonify_hosts'])
dnl
dnl Host names are taken as they are; the DNS is not asked for their full
dnl form.  Still asked: names of CANONIFY_DOMAIN, and everything that comes
dnl in through a listener with flag c.
dnl Arguments: canonify_hosts, names without a dot are looked up, too.
dnl Adds: nothing; other rules in Canonify2.
dnl Conflicts: none.
define(`_NO_CANONIFY_', `1')
ifelse(_ARG_IS_(`'), `1', `', _ARG_IS_WORD_(`canonify_hosts'), `1', `define(`_CANONIFY_HOSTS_', `1')',
  `_UNKNOWN_(`nocanonify', defn(`_ARG_'), `known is canonify_hosts')')
