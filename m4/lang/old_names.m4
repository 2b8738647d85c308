dnl old_names.m4 - conf variables of former releases, and values that
dnl surprise.
dnl
dnl Looked at when the input has been read: a define counts wherever it
dnl stands.  Each one is honoured as far as it can be, with a warning.
define(`_OLD_NAME_', `ifdef(`$1', `_END_WARNING_(`$1 $2')$3')')
define(`_END_WARNING_', `errprint(_CF_INPUT_`: warning: $1'_NL_)')
define(`_OLD_NAMES_', `
_OLD_NAME_(`confDEF_GROUP_ID', `has no effect; say define(`confDEF_USER_ID', `user:group')')
_OLD_NAME_(`confREAD_TIMEOUT', `has no effect; define the confTO_ variable of each timeout')
_OLD_NAME_(`confAUTO_REBUILD', `has no effect: the database of aliases is built by newaliases')
_OLD_NAME_(`confUNSAFE_GROUP_WRITES', `is an old name; use confDONT_BLAME_SENDMAIL')
_OLD_NAME_(`confDAEMON_OPTIONS', `is an old name; say DAEMON_OPTIONS(`Name=MTA, ...')', `DAEMON_OPTIONS(confDAEMON_OPTIONS)')
_OLD_NAME_(`confCLIENT_OPTIONS', `is an old name; say CLIENT_OPTIONS(`Family=inet, ...')', `CLIENT_OPTIONS(confCLIENT_OPTIONS)')
ifdef(`confMESSAGE_TIMEOUT', `_END_WARNING_(`confMESSAGE_TIMEOUT is an old name; use confTO_QUEUERETURN and confTO_QUEUEWARN')_MESSAGE_TIMEOUT_(index(defn(`confMESSAGE_TIMEOUT'), `/'))')
ifelse(index(defn(`confMIN_FREE_BLOCKS'), `/'), `-1', `', `_END_WARNING_(`confMIN_FREE_BLOCKS with a size behind a slash is an old form; define confMAX_MESSAGE_SIZE')')
ifelse(index(defn(`confDELIVERY_MODE'), `d'), `0', `_END_WARNING_(`confDELIVERY_MODE deferred: nothing is looked up, so the rules against spam do not work')')
')
dnl _MESSAGE_TIMEOUT_(place of the slash): return/warn, or return alone.
define(`_MESSAGE_TIMEOUT_', `ifelse(`$1', `-1', `define(`confTO_QUEUERETURN', defn(`confMESSAGE_TIMEOUT'))',
  `define(`confTO_QUEUERETURN', substr(defn(`confMESSAGE_TIMEOUT'), `0', `$1'))define(`confTO_QUEUEWARN', substr(defn(`confMESSAGE_TIMEOUT'), incr(`$1')))')')
