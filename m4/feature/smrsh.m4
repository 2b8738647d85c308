dnl FEATURE(`smrsh'[, `path'])
dnl
dnl Programs named in aliases and .forward are run by the restricted shell.
dnl Arguments: path, default confEBINDIR/smrsh.
dnl Adds: the path of mailer prog.
dnl Conflicts: must come before MAILER(`local').
define(`LOCAL_SHELL_PATH', ifelse(defn(`_ARG_'), `', `_EBINDIR_/smrsh', `defn(`_ARG_')'))
_DEFIFNOT(`LOCAL_SHELL_ARGS', `smrsh -c $u')
