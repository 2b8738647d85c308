changequote([,])[a]define([y],[[z]])y `q' changequote changequote([)`a'
changequote([[,]])[[a[[b]]]] [c] [[d]e]] define([[z]],[[[y]]])z changequote
changequote(,)`x' changequote
changequote(<<,>>)<<a<<b>>>> < <<c> d>> changequote`'
changecom(/*,*/)/* `len' */ # len(`x')
changecom(`//')// y define(`n',1)
n changecom # n
changecom(`<<',`>>')n << n >> n << changequote(<<,>>) n changecom changequote
changecom(`#')changequote(`"',`"')"a"b"c" # "n
changequote(`a',`b')a x b changequote(`1',`2')n1n2n changequote
changecom(`len')len(`n') lenn
changecom changecom(`;', `end')n ; n end n
changequote(`(',`)')(x) len changequote
changecom(`(')len(abc
)
