eval(1+2*3)eval((1+2)*3)eval(2**3**2)eval(-2**2)eval(7/2)eval(-7/2)eval(-7%3)eval(1<<31)eval(1<<33)eval(-1>>1)
eval(1<2)eval(2<=2)eval(1==1)eval(1!=1)eval(1=1)eval(!0)eval(~5)eval(5&3)eval(5|3)eval(5^3)eval(1&&0)eval(0||3)
eval(0x1F)eval(0b101)eval(017)eval(0r36:zz)eval(0r1:111)eval(0r2:11 1)eval(0r37:1)eval(0r:1)eval(08)eval(0x)
eval(1/0)eval(1%0)eval(2**-1)eval(0**0)eval(0&&1/0)eval(1||1/0)eval(0&&(1)eval(`2++1')eval(`1+=2')eval(`(3')eval(3 4)eval(`')eval
eval(255,16)eval(-255,2,10)eval(5,1,8)eval(-5,1,8)eval(0,1)eval(3,37)eval(3,1)eval(3,,5)eval(1,2,-3)eval(`1,2')
eval(2147483647+1)eval(-2147483648/-1)eval(-2147483648%-1)eval(99999999999)eval(1 ? 2)eval(a)eval(`1 &&')eval(- - 3)eval(+3)eval(!~0)
incr(1)incr(-1)decr(0)incr(2147483647)incr(`')incr(x)incr(` 2')incr(99999999999999999999)incr()decr(1,2)incr
len(abc)len()len(a,b)index(abcabc,ca)index(abc,)index(abc,x)index(a)index(a,b,c)
substr(abcdef,2)substr(abcdef,2,3)substr(abcdef,-1)substr(abcdef,6)substr(abcdef,1,0)substr(abcdef,1,-1)substr(abc)substr(abc,1,5000000000)substr(abc,x)
