changequote(<<,>>)dnl a quote of two characters behind an expansion that ends in a byte 0
define(<<w>>, <<b>>)dnl
patsubst(<<;w>>, <<>>)<<x>>y
patsubst(<<;w>>, <<>>)<x>>y
patsubst(<<;<>>, <<>>)<x>>y
changecom(/*, */)dnl
patsubst(<<;w>>, <<>>)/*w*/y
patsubst(<<;/*w*>>, <<>>)/w
changequote(<<<, >>>)dnl
patsubst(<<<;w>>>, <<<>>>)<<<x>>>y
