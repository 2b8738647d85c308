divert(0)
VERSIONID(`own hack')
divert(9)
SLocal_check_rcpt
R< _ARG_ @ $=w >	$#error $@ 5.1.1 $: "550 _ARG_ is nobody"
divert(-1)
