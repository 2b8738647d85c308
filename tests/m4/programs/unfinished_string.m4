one
define(`a', `b

