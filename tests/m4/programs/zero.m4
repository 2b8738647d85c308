patsubst(`le', `q')n(`abc')|eval(2,1)len(a) define(`x',patsubst(`a',`b'))x`'len(x)`a'patsubst(`b',`c')`c' patsubst(``len'`',`c')`'(`a') `patsubst(`[',`c')'
