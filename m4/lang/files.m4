dnl files.m4 - OSTYPE, DOMAIN, FEATURE, HACK, MAILER: words that read a file.
dnl
dnl Where the files are is told by whoever starts m4 (cfgen does it from
dnl what it finds in the site's folders and in the library): for each one
dnl a macro named _FILE_kind/name holds the path.

dnl _READ_(kind, WORD, name, args...): reads kind/name.m4 into nowhere
dnl (diversion -1; what a file wants to write it diverts itself).
dnl _READ_WITH_ARG_: the same, with _ARG_ alone set, by the caller.
dnl _READ_HERE_: the same, and its text goes where the .mc file's goes.
define(`_READ_', `_IF_FILE_(`$1', `$2', `$3',
  `_ENTER_`'PUSHDIVERT(-1)_SET_ARGS_(shift(shift(shift($@))))_M4_INCLUDE_(indir(`_FILE_$1/$3'))POPDIVERT`'_LEAVE_`'')')
define(`_READ_WITH_ARG_', `_IF_FILE_(`$1', `$2', `$3',
  `_ENTER_`'PUSHDIVERT(-1)_M4_INCLUDE_(indir(`_FILE_$1/$3'))POPDIVERT`'_LEAVE_`'')')
define(`_READ_HERE_', `_IF_FILE_(`$1', `$2', `$3',
  `_ENTER_`'_M4_INCLUDE_(indir(`_FILE_$1/$3'))_LEAVE_`'')')
define(`_IF_FILE_', `ifdef(`_FILE_$1/$3', `$4',
  `_ERROR_(`$2(`$3'): there is no $1/$3.m4 in this library or in the -I folders; see cfgen --list $1s')')')

define(`_ENTER_', `ifdef(`_AT_', `pushdef(`_AT_', _AT_)', `pushdef(`_AT_', __file__:__line__)')')
define(`_LEAVE_', `popdef(`_AT_')')

dnl _ARG_ is the word's second argument, _ARG1_ to _ARG9_ count from there.
dnl They stay when the file has been read, as sites' own files know them: a
dnl FEATURE inside a file has its own arguments, and leaves them behind.
define(`_SET_ARGS_', `define(`_ARG_', `$1')define(`_ARG1_', `$1')define(`_ARG2_', `$2')define(`_ARG3_', `$3')define(`_ARG4_', `$4')define(`_ARG5_', `$5')define(`_ARG6_', `$6')define(`_ARG7_', `$7')define(`_ARG8_', `$8')define(`_ARG9_', `$9')')

_MC_(`OSTYPE', `_GIVEN_(`$#', `$0', `ifdef(`_OSTYPE_', `_WARNING_(`duplicate OSTYPE(`$1'): 'defn(`_OSTYPE_')` was named before')')define(`_OSTYPE_', `$1')define(`_ARG_', `$2')_READ_WITH_ARG_(`ostype', `OSTYPE', `$1')')')
_MC_(`DOMAIN', `_GIVEN_(`$#', `$0', `_READ_(`domain', `DOMAIN', $@)')')
_MC_(`HACK', `_GIVEN_(`$#', `$0', `_READ_(`hack', `HACK', $@)')')
_MC_(`FEATURE', `_GIVEN_(`$#', `$0', `ifdef(`_MAILERS_SEEN_', `_WARNING_(`FEATURE(`$1') comes after a MAILER; put it in front of the first one')')_READ_(`feature', `FEATURE', $@)')')
_MC_(`MAILER', `_GIVEN_(`$#', `$0', `ifdef(`_MAILER_$1_', `_WARNING_(`MAILER(`$1') is already there; this one is ignored')',
  `define(`_MAILER_$1_', `1')define(`_MAILERS_SEEN_', `1')_READ_(`mailer', `MAILER', $@)')')')
