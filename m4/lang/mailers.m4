dnl mailers.m4 - MODIFY_MAILER_FLAGS and the parts of an M line.

dnl MODIFY_MAILER_FLAGS(NAME, flags): +x adds the characters that are not
dnl there, -x takes characters away (before any are added), flags without
dnl a sign are the whole flag string and end the matter.
_MC_(`MODIFY_MAILER_FLAGS', `_GIVEN_(`$#', `$0', `ifelse(substr(`$2', `0', `1'), `+', `define(`_MF_ADD_$1_', ifdef(`_MF_ADD_$1_', `_MF_ADD_$1_')`'substr(`$2', `1'))',
  substr(`$2', `0', `1'), `-', `define(`_MF_DEL_$1_', ifdef(`_MF_DEL_$1_', `_MF_DEL_$1_')`'substr(`$2', `1'))',
  `define(`_MF_SET_$1_', `$2')')')')

dnl _FLAGS_(NAME, flags): the flags after all MODIFY_MAILER_FLAGS.
define(`_FLAGS_', `ifdef(`_MF_SET_$1_', `indir(`_MF_SET_$1_')',
  `_FLAGS_ADD_(_FLAGS_DEL_(`$2', ifdef(`_MF_DEL_$1_', `indir(`_MF_DEL_$1_')')), ifdef(`_MF_ADD_$1_', `indir(`_MF_ADD_$1_')'))')')
define(`_FLAGS_DEL_', `ifelse(`$2', `', ``$1'', `translit(`$1', `$2')')')
define(`_FLAGS_ADD_', `ifelse(`$2', `', ``$1'', `_FLAGS_ADD_(`$1'ifelse(index(`$1', substr(`$2', `0', `1')), `-1', substr(`$2', `0', `1')), substr(`$2', `1'))')')

dnl _EQUATE_(letter, MACRO): `, letter=value' if the macro is defined.
define(`_EQUATE_', `ifdef(`$2', `, $1=indir(`$2')`'')')

dnl Quotation marks around the value of a relay say nothing.
define(`_NO_QUOTES_', `translit(_QUOTED_TWICE_(defn(`$1')), `"')')
define(`_QUOTED_TWICE_', ```$1''')

dnl _AT_HOST_(NAME): < @ host > of a relay: what follows mailer: in it.
define(`_AT_HOST_', ``< @ 'regexp(_NO_QUOTES_(`$1'), `^\([^[:]*:\)?\(.+\)$', `\2')` >'')

dnl _AT_RELAY_(NAME): < @ host > of a relay that is a host; nothing for
dnl error: and local: ones.  _IF_HOST_(NAME, text): text if it is a host.
define(`_AT_RELAY_', `_IF_HOST_(`$1', `_AT_HOST_(`$1')')')
define(`_IF_HOST_', `ifelse(regexp(_NO_QUOTES_(`$1'), `^\(error\|local\):'), `-1', `$2')')
