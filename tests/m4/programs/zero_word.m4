dnl Behind expansions that come to their end with a word.
patsubst(`format(`x')', `y')len(`a')
patsubst(`patsubst(`format(`%.3s', `define2')', `y')', `y')eval(`2')
patsubst(`format(`1')', `y')len(`a')
