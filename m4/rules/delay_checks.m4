dnl delay_checks.m4 - everything is decided when a recipient is named.
dnl
dnl What check_rcpt, check_mail and check_relay do otherwise, checkrcpt,
dnl checkmail and checkrelay do here, in this order.

###  FullAddr: parsed recipient -> local < @ host >

SFullAddr
R$* < @ $+ . >	$1 < @ $2 >
R$* < @ $* >	$@ $1 < @ $2 >
R$+	$@ $1 < @ $j >

###  Delay_TLS_Clt: X -> $# X, when the connection is good enough

SDelay_TLS_Clt
R$*	$: $1 $| $>"tls_client" $&{verify} $| MAIL
R$* $| $#$+	$#$2
R$* $| $*	$# $1

###  Delay_TLS_Clt2: X -> X, when the connection is good enough

SDelay_TLS_Clt2
R$*	$: $1 $| $>"tls_client" $&{verify} $| MAIL
R$* $| $#$+	$#$2
R$* $| $*	$@ $1

###  check_rcpt: < recipient > -> $#..., or anything else to accept

Scheck_rcpt
R$*	$: $1 $| $>checkrcpt $1
R$* $| $#error $*	$#error $2
R$* $| $#discard $*	$#discard $2
R$* $| $#$*	$@ $>"Delay_TLS_Clt" $2
R$* $| $*	$: <?> $>FullAddr $>CanonAddr $1
ifdef(`_SPAM_FRIEND_OR_HATER_', `
# what the recipient thinks of spam
R<?> $+ < @ $=w >	$: $1 < @ $2 > $| $>SearchList < ! Spam > $| < F:$1@$2 > < D:$2 > < U:$1@ > < >
R<?> $+ < @ $+ >	$: $1 < @ $2 > $| $>SearchList < ! Spam > $| < F:$1@$2 > < D:$2 > < >
ifdef(`_SPAM_FRIEND_', `R$* $| < FRIEND >	$@ $>"Delay_TLS_Clt2" SPAMFRIEND
R$* $| $*	$: $1
R<?> $*	$: $1
', `R$* $| < HATER >	$: $1
R$* $| $*	$@ $>"Delay_TLS_Clt2" NOSPAMHATER
R<?> $*	$@ $>"Delay_TLS_Clt2" NOSPAMHATER
')')dnl

# the sender; the client
R$*	$: $1 $| $>checkmail ifdef(`_FFR_MAIL_MACRO', `$&{mail_from}', `<$&f>')
R$* $| $#$*	$#$2
R$* $| $*	$: $1 $| $>checkrelay $&{client_name} $| $&{client_addr}
R$* $| $#$*	$#$2
R$* $| $*	$: $1
_PART_(`bad_helo')dnl
ifdef(`_LIMIT_NOW_', `
###  check_relay: the limits that do not wait

Scheck_relay
ifdef(`_RATE_CONTROL_NODELAY_', `R$*	$: $>"RateControl" dummy
')dnl
ifdef(`_CONN_CONTROL_NODELAY_', `R$*	$: $>"ConnControl" dummy
')')dnl
