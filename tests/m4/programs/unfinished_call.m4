one
define(`a',
 `b',
 ifelse(x
