divert(2)two
divert(1)one undivert(2)
divert(-1)lost undivert(1)
divert(3)three divnum
undivert(3)undivert(0)undivert()undivert(-1)divert(0)divnum undivert(3)|undivert(`include')|undivert(` 3')undivert(`no')
divert(5)five
divert(4)four
divert(x)divert(` 1')divert(`')divert(1,2)
divert(6)undivert
divert
divert(7)seven
