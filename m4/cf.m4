dnl cf.m4 - the entry of the library.
dnl
dnl Reads the .mc language (lang/) and, at the end of the input, lets
dnl layout.m4 write the sendmail.cf.  Two ways in:
dnl
dnl   m4 -D_CF_LIB_=.../m4/ .../m4/cf.m4 site.mc    at once (without the files of FEATUREs)
dnl   with _CF_FREEZE_ defined                      as cfgen does it
dnl
dnl With _CF_FREEZE_ there is the language only: names become visible, and
dnl the defaults are set, when the input includes m4/cf.m4 or when
dnl _CF_START_ is called.  So text in front of the include is plain text.
divert(-1)
include(_CF_LIB_`lang/base.m4')
include(_CF_LIB_`lang/files.m4')
include(_CF_LIB_`lang/tables.m4')
include(_CF_LIB_`lang/classes.m4')
include(_CF_LIB_`lang/sections.m4')
include(_CF_LIB_`lang/mailers.m4')
include(_CF_LIB_`lang/options.m4')
include(_CF_LIB_`lang/defaults.m4')
include(_CF_LIB_`lang/old_names.m4')
ifdef(`_CF_FREEZE_', `undefine(`_CF_FREEZE_')undefine(`_CF_LIB_')', `_CF_START_')
divert(0)dnl
