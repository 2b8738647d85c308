patsubst(`le', `q')n(`abc')|eval(2,1)len(a) define(`x',patsubst(`a',`b'))x`'len(x)`a'patsubst(`b',`c')`c' patsubst(``len'`',`c')`'(`a') `patsubst(`[',`c')'
dnl Behind an expansion that comes to its end with a word.
patsubst(`format(`x')', `y')len(`a')
patsubst(`patsubst(`format(`%.3s', `define2')', `y')', `y')eval(`2')
patsubst(`format(`1')', `y')len(`a')
