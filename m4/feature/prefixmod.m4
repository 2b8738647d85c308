dnl FEATURE(`prefixmod', `prefix', `flags')
dnl
dnl A prefix of the local part is taken off, and {rcpt_flags} says so.
dnl Arguments: prefix, such as px+; flags, the value of {rcpt_flags}.
dnl Adds: map macro; a rule to Parse0.
dnl Conflicts: none.
ifelse(defn(`_ARG_'), `', `_ERROR_(`FEATURE(`prefixmod') needs two arguments: the prefix and the flags')',
  defn(`_ARG2_'), `', `_ERROR_(`FEATURE(`prefixmod') needs two arguments: the prefix and the flags')')
define(`_PREFIX_', defn(`_ARG_'))
define(`_PREFIX_FLAGS_', defn(`_ARG2_'))
define(`_NEED_MACRO_MAP_', `1')
