__line__ __file__ __program__ __gnu__`'__unix__ include(`include') __line__ __file__ from_include
define(`x',`__line__')x(

)
__line__ x x(a,
b)x
sinclude(`nothing')sinclude(`include')include(`nothing')include(`/')include()include
define(`m', `include(`include')')m
__line__ errprint(a, `b', c)errprint()errprint m4wrap(`wrapped ', `x __line__ ')m4wrap(`first ')m4wrap(`m4wrap(`nested
')')
dnl all this (goes
a dnl(`b') `c'
define(`y', `dnl')y not here
__line__
define(`multi', `one
two __line__
three') multi
__line__
syscmd(`echo from a program; exit 3')sysval esyscmd(`printf "len(abc)"')sysval syscmd()sysval
traceon(`x', `len')x(`1') len(`abc') traceoff(`x')x debugmode(`aeqflcx')len(x)debugmode(`-a')len(x)debugmode(`z')debugmode(`+t')len(x)debugmode()
dumpdef(`x', `len', `nothing')debugmode(`q')dumpdef(`x')debugmode(`V')len(a)include(`include')debugmode
debugfile(`')len(a)debugfile
undefine(`len')len(abc)popdef(`nothing')undefine(`nothing', `x')x
