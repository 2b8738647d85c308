translit(`abcabc', `abc', `xy')translit(`a-z', `a-c-e', `A-C')translit(`hello', `a-z', `A-Z')translit(`abc', `c-a', `x-')translit(abc)translit(abc,)translit(a-b,`-')translit(`abc',`a-a',`xyz')
translit(`GNUs', `a-zA-Z', `n-za-mN-ZA-M') translit(`abc', `abc', `z-x') translit(`aab',`aa',`xy')
regexp(`GNUs not Unix', `\<[a-z]\w+')regexp(`GNUs not Unix', `\w\(\w+\)$', `*** \& *** \1 ***')regexp(abc)regexp(abc,`')regexp(abc,x)regexp(abc,`\(b\)\(x\)?',`[\1\2\3\0\9]')regexp(a,`\(')regexp(a,`*')regexp(a,`[')
patsubst(`GNUs not Unix', `^', `OBS: ')patsubst(`GNUs not Unix', `\<', `-')patsubst(`GNUs not Unix', `\w*', `(\&)')patsubst(`GNUs not Unix', `\w+\|n')patsubst(`abc',`',`-')patsubst(`aaa',`a',`b\')patsubst(`a
b
c', `^b$', `x')patsubst(abc)patsubst(`abcabc',`\(a\)\(b\)',`\2\1')patsubst(`abab',`\(ab\)\1',`<\&>')
format(`%s %5d|%-5s|%05.1f|%c|%x|%q', a, 3, `b', 2.25, 65, 255)|format(`%d',x)|format(`%s')|format(`%*d',4,2)|format()|format|format(`%.3s',abcdef)|format(`%d', ` 3')|format(`%d')|format(`%d',`')
format(`%ld %hd %hhd %lx|%+d|% d|%#x|%#o|%e|%g|%G|%a|%i|%u|%o|%X', 5, 70000, 300, 255, 1, 1, 255, 8, 1.5, 1e20, 0.0001, 1, 2, -1, 8, 255)|format(`%%')|format(`%')|format(`%5%')|format(`%-10s|%10s|', ab, cd)|format(`%0s')|format(`%lc')|format(`%*.*f', 8, 2, 3.14159)|format(`%-*d|', 5, 3)|format(`%.-3d',1)|format(`%.d',0)
