dnl base.m4 - what the rest of the language is built of.
dnl
dnl Diversions have names here; their numbers are interface, since .mc
dnl files say divert(6) and the like.  Everything that begins with an
dnl underscore is internal, except the names that users' own FEATURE and
dnl OSTYPE files rely on: _ARG_ _ARG1_.._ARG9_ _DEFIFNOT _OPTINS
dnl PUSHDIVERT POPDIVERT CONCAT DOL lower strcasecmp.
define(`_D_NETCONFIG_', `1')
define(`_D_RULE3_', `2')
define(`_D_RULE0_', `3')
define(`_D_UUCP_', `4')
define(`_D_CLASSES_', `5')
define(`_D_CONFIG_', `6')
define(`_D_MAILERS_', `7')
define(`_D_DNSBL_', `8')
define(`_D_RULESETS_', `9')
define(`_D_DAEMONS_', `21')
define(`_D_CLIENTS_', `22')
define(`_D_FILTERS_', `23')
define(`_D_QUEUES_', `24')

dnl _NL_: a newline for errprint.
define(`_NL_', `
')

dnl _PLACE_: file:line of the statement being read.  A file of the library
dnl is never the place to look at: the statement that asked for it is.
define(`_PLACE_', `ifdef(`_AT_', `_AT_', `ifelse(__file__, `', `_CF_INPUT_', `__file__:__line__')')')
define(`_ERROR_', `errprint(_PLACE_`: error: $1'_NL_)')
define(`_WARNING_', `errprint(_PLACE_`: warning: $1'_NL_)')

dnl _MC_(NAME, body): a word of the .mc language that takes arguments.
dnl Without parentheses it is plain text, so that MAILER-DAEMON, or a
dnl FEATURE in a comment line, stays what it looks like.
dnl _MC_BARE_(NAME, body): a word that is used without arguments.
define(`_MC_NAMES_', `')
define(`_MC_', `define(`_MC_$1_', `$2')_MC_ADD_(`$1')')
define(`_MC_BARE_', `define(`_MC_$1_', `$2')_MC_ADD_(`$1')')
define(`_MC_ADD_', `define(`_MC_NAMES_', defn(`_MC_NAMES_')`_MC_SHOW_(`$1')')')
define(`_MC_SHOW_', `define(`$1', defn(`_MC_$1_'))')
dnl _CALLED_($#, NAME, ...): for the first line of a word's body
define(`_GIVEN_', `ifelse(eval(`$1 > 0'), `1', `$3', ``$2'')')

define(`PUSHDIVERT', `pushdef(`_DIVERSION_', divnum)divert(`$1')')
define(`POPDIVERT', `divert(_DIVERSION_)popdef(`_DIVERSION_')')
define(`CONCAT', `$1$2$3$4$5$6$7$8$9')
define(`DOL', ``$'$1')
define(`lower', `translit(`$1', `ABCDEFGHIJKLMNOPQRSTUVWXYZ', `abcdefghijklmnopqrstuvwxyz')')
define(`strcasecmp', `ifelse(lower(`$1'), lower(`$2'), `1', `0')')
define(`_DEFIFNOT', `ifdef(`$1', `', `define(`$1', `$2')')')
define(`_OPTINS', `ifdef(`$1', `$2$1$3')')

dnl _EACH_(macro, a b c): calls macro(`word') for each word of a text.
define(`_EACH_', `_EACH_WORD_(`$1', translit(`$2', `
	', `  '))')
define(`_EACH_WORD_', `ifelse(index(`$2', ` '), `-1', `ifelse(`$2', `', `', `$1(`$2')')',
  `ifelse(index(`$2', ` '), `0', `', `$1(substr(`$2', `0', index(`$2', ` ')))')`'_EACH_WORD_(`$1', substr(`$2', incr(index(`$2', ` '))))')')

dnl include of any path that ends in m4/cf.m4 means this library; a second
dnl inclusion does nothing.  debian/autoconf.m4 is a file of it, too: the
dnl parts that Debian's tools write into /etc/mail include it.
define(`_M4_INCLUDE_', defn(`include'))
define(`_M4_SINCLUDE_', defn(`sinclude'))
define(`_IS_LIBRARY_', `regexp(`$1', `\(^\|/\)m4/cf\.m4$')')
define(`_IS_DEBIAN_', `regexp(`$1', `\(^\|/\)debian/autoconf\.m4$')')
define(`_INCLUDED_', `ifelse(_IS_LIBRARY_(`$2'), `-1', `ifelse(_IS_DEBIAN_(`$2'), `-1', `$1(`$2')', `_M4_INCLUDE_(_CF_LIB_`lang/debian.m4')')', `_CF_START_`'')')
define(`include', `ifelse(`$#', `0', ``include'', `_INCLUDED_(`_M4_INCLUDE_', `$1')')')
define(`sinclude', `ifelse(`$#', `0', ``sinclude'', `_INCLUDED_(`_M4_SINCLUDE_', `$1')')')

dnl _CF_START_: the language becomes visible.  In force from here on, as
dnl everybody's .mc files expect: # does not begin a comment, and the
dnl built-in format is gone.
define(`_CF_START_', `ifdef(`_CF_STARTED_', `',
  `define(`_CF_STARTED_', `1')changecom`'undefine(`format')undefine(`hpux')_DEFIFNOT(`_CF_INPUT_', `input')_MC_NAMES_`'_SET_DEFAULTS_`'m4wrap(`_CF_FINISH_')divert(0)')')
define(`_CF_FINISH_', `divert(-1)_OLD_NAMES_`'_SET_LATE_DEFAULTS_`'ifdef(`_OSTYPE_', `', `ifdef(`__OSTYPE__', `', `errprint(_CF_INPUT_`: warning: no OSTYPE: the defaults for paths and mailers are used; say OSTYPE(linux) or the like'_NL_)')')ifdef(`_MAILER_local_', `', `MAILER(`local')')_M4_INCLUDE_(_CF_LIB_`layout.m4')')
