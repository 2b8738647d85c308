dnl FEATURE(`nopercenthack', `reject' or `nospecial')
dnl
dnl The character % is part of a name like any other.
dnl Arguments: reject, a recipient that has it is refused unless the client
dnl     may relay; nospecial, it is not looked at.
dnl Adds: nothing; takes % out of class O.
dnl Conflicts: none.
dnl The first letter of the argument counts; without one, neither of the two;
dnl with any other nothing is changed.
define(`_FIRST_', substr(defn(`_ARG_'), `0', `1'))
ifelse(_FIRST_, `', `define(`_NO_PERCENT_HACK_', `e')', _FIRST_, `r', `define(`_NO_PERCENT_HACK_', `r')', _FIRST_, `n', `define(`_NO_PERCENT_HACK_', `n')')
ifelse(_ARG_IS_(`reject'), `1', `', _ARG_IS_(`nospecial'), `1', `', _FIRST_, `', `_WARNING_(`FEATURE(`nopercenthack') needs an argument: `reject' or `nospecial'')',
  `_UNKNOWN_(`nopercenthack', defn(`_ARG_'), `known are reject and nospecial')')
