dnl tls_connection.m4 - is the session good enough?  TLS_connection and TLS_req,
dnl as the reference's decide; FEATURE(`tls_strict') has stricter ones.

###  TLS_connection: verify $| < requirement > -> OK or $#error
###  requirement: [PERM+|TEMP+] VERIFY[:bits] | ENCR:bits  [+req[++req]...]
###  Any other value accepts.  A broken session never does.

STLS_connection
# the reply comes first: code, status, requirement, verify
R$* $| < $={Tls} $* > $*	$: < _TLS_CODE_:_TLS_DSN_ > < $2 $3 > $| $1
R$* $| < PERM + $={Tls} $* > $*	$: < 503:5.7.0 > < $2 $3 > $| $1
R$* $| < TEMP + $={Tls} $* > $*	$: < 403:4.7.0 > < $2 $3 > $| $1
# sessions that came to nothing
R< $- : $+ > < $* > $| SOFTWARE	$#error $@ $2 $: $1 " TLS handshake failed."
R< $- : $+ > < $* > $| PROTOCOL	$#error $@ $2 $: $1 " STARTTLS failed."
R< $- : $+ > < $* > $| CONFIG	$#error $@ $2 $: $1 " STARTTLS temporarily not possible."
R< $- : $+ > < $* > $| DANE_FAIL	$#error $@ $2 $: $1 " DANE check failed."
RSOFTWARE $| $*	$#error $@ _TLS_DSN_ $: "_TLS_CODE_ TLS handshake failed."
RPROTOCOL $| $*	$#error $@ _TLS_DSN_ $: "_TLS_CODE_ STARTTLS failed."
RCONFIG $| $*	$#error $@ _TLS_DSN_ $: "_TLS_CODE_ STARTTLS temporarily not possible."
RDANE_FAIL $| $*	$#error $@ _TLS_DSN_ $: "_TLS_CODE_ DANE check failed."
R$* $| < $* > $*	$@ OK
# further requirements stand apart: < code > < kind > < req > < req > $| verify
R< $* > < $={Tls} : $- + $+ > $| $*	$: < $1 > < $2 : $3 > < $4 > $| $5
R< $* > < $={Tls} + $+ > $| $*	$: < $1 > < $2 > < $3 > $| $4
R< $* > < $* > $* < $+ ++ $+ > $| $*	< $1 > < $2 > $3 < $4 > < $5 > $| $6
# is the certificate verified?
R< $* > < VERIFY $* > $* $| $={TlsVerified}	$: < $1 > < $2 > $3
R< $- : $+ > < VERIFY > $* $| $*	$: < $1 : $2 > < VERIFY : 0 > $3 $| $4
R< $- : $+ > < VERIFY : $- > $* $| $@	$#error $@ $2 $: $1 " authentication required"
R< $- : $+ > < VERIFY : $- > $* $| CLEAR	$#error $@ $2 $: $1 " STARTTLS disabled locally"
R< $- : $+ > < VERIFY : $- > $* $| FAIL	$#error $@ $2 $: $1 " authentication failed"
R< $- : $+ > < VERIFY : $- > $* $| NO	$#error $@ $2 $: $1 " not authenticated"
R< $- : $+ > < VERIFY : $- > $* $| NONE	$#error $@ $2 $: $1 " other side does not support STARTTLS"
R< $- : $+ > < VERIFY : $- > $* $| NOT	$#error $@ $2 $: $1 " no authentication requested"
R< $- : $+ > < VERIFY : $- > $* $| $+	$#error $@ $2 $: $1 " authentication failure " $&{verify}
# ENCR without bits asks for nothing, whatever stands behind it
R< $* > < ENCR > $* $| $*	$@ OK
R< $* > < ENCR $* > $* $| $*	$: < $1 > < $2 > $3
# how many bits?  nothing asked for: 0
R< $* > < > $*	$: < $1 > < : 0 > $2
R< $- : $+ > < : $- > $*	$: < $1:$2 > < $3 > $4 $| $&{cipher_bits} : $&{auth_ssf}
R< $- : $+ > < $- > $* $| $* : $+	$: < $1:$2 > < $3 > $4 $| : $>max $5 : $6
R< $- : $+ > < $- > $* $| : $-	$: < $1:$2 > < $3 > $4 $| $5 :
R< $- : $+ > < $- > $* $| :	$: < $1:$2 > < $3 > $4 $| 0 :
R< $- : $+ > < $- > $* $| $- :	$: < $1:$2 > < $3 > $4 $| $5 $| $(arith l $@ $5 $@ $3 $)
R< $- : $+ > < $- > $* $| $- $| TRUE	$#error $@ $2 $: $1 " encryption too weak " $5 " less than " $3
R< $- : $-.$-.$- > < $- > $| $- $| $*	$@ OK
R< $* > < $- > $* $| $- $| $*	$@ $>TLS_req $3 $| < $1 >
R< $*	$@ OK

###  TLS_req: < req > < req > ... $| < code:status > -> OK or $#error

STLS_req
R$| $*	$@ OK
# CN: the name of the other side, or the one that is given
R< CN > $* $| < $* >	$: < CN : $&{TLS_Name} > $1 $| < $2 >
ifdef(`_CHECK_ALTNAMES_', `# a name in subjectAltName of the certificate; *.rest stands for one label,
# and ends the requirements, as in sendmail 8.17.1
R< CN : $={cert_altnames} > $* $| < $* >	$@ $>TLS_req $2 $| < $3 >
R< CN : $- . $+ > $* $| < $* >	$: < CN : $1 . $2 $| *.$2 > $3 $| < $4 >
R< CN : $* $| $={cert_altnames} > $* $| < $* >	$@ $>TLS_req $4 $| < $4 >
R< CN : $* > $* $| < $* >	$: < CN : $&{TLS_Name} > $2 $| < $3 >
R< CN : $* > $* $| $* $| < $* >	$: < CN : $&{TLS_Name} > $3 $| < $4 >
')dnl
R< CN : $&{cn_subject} > $* $| < $* >	$@ $>TLS_req $1 $| < $2 >
R< CN : $+ > $* $| < $- : $+ >	$#error $@ $4 $: $3 " CN " $&{cn_subject} " does not match " $1
# CS, CI: subject and issuer
R< CS : $&{cert_subject} > $* $| < $* >	$@ $>TLS_req $1 $| < $2 >
R< CS : $+ > $* $| < $- : $+ >	$#error $@ $4 $: $3 " Cert Subject " $&{cert_subject} " does not match " $1
R< CI : $&{cert_issuer} > $* $| < $* >	$@ $>TLS_req $1 $| < $2 >
R< CI : $+ > $* $| < $- : $+ >	$#error $@ $4 $: $3 " Cert Issuer " $&{cert_issuer} " does not match " $1
# CITag: the issuer is in the access map, under this tag
R< CITag : $- > $* $| < $* >	$: < $(access $1:$&{cert_issuer} $: ? $) > $2 $| < $3 >
R< OK > $* $| < $* >	$@ $>TLS_req $1 $| < $2 >
R< ? > $* $| < $- : $+ >	$#error $@ $3 $: $2 " Cert Issuer " $&{cert_issuer} " not acceptable"
dnl
