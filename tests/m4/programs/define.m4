pushdef(`a',`1')pushdef(`a',`2')a undefine(`a')a|popdef(`a')
define(`q',`$$1$#|$*|$@|`$0'|$10|$2x$')q(a,`b,c',(d,e))q()q`'q
define(`r', `[$1]')r( x)r(`
 y')r((a,b))r
define(`d', defn(`define'))d(`z', `zz')z defn(`q', `z')defn(`define', `len')
define(`l', defn(`len')abc)l(`abcd') l len(defn(`len'))defn(`nothing')
define(defn(`len'), `1')define(`x')x|define()define
ifdef(`a', 1, 2)ifdef(`define', 1)ifdef(`no')ifdef(`a',1,2,3)
ifelse(a,a,1)ifelse(a,b,1,2)ifelse(a,b,1,c,d,2,3)ifelse(a,b,1,2,3)ifelse(a)ifelse()ifelse(a,b)ifelse
shift(1,`2,3',4)shift(1)shift()shift
builtin(`len', `abc')builtin(`no')builtin()builtin(defn(`len'))builtin(`shift')builtin(`index',`a')builtin(`regexp',`a')
indir(`q', 1)indir(`no')indir(`define', defn(`len'), 1)indir(`len', defn(`len'))
define(`e', `define(`e', `second')first')e e
define(`self', `undefine(`self')still $1')self(here) self
define(`late', `one')late(define(`late', `two')) late
define(`_1', `x')_1 1_1 a_1 _1a
