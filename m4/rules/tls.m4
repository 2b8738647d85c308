dnl tls.m4 - TLS: what to offer, what to ask for, whether it is good enough.
dnl
dnl Entries of the access map: TLS_Clt, TLS_Srv, TLS_Rcpt say what must be;
dnl Try_TLS, Srv_Features, Clt_Features what is offered and tried.  A host
dnl is looked for by name and parents, then by address and nets, then the
dnl tag alone.  Before all of them comes the ruleset of the site.

###  srv_features: client name -> $# letters, or OK

Ssrv_features
define(`_HOOK_', `Local_srv_features')_PART_(`hook')dnl
ifdef(`_ACCESS_TABLE_', `define(`_TAG_', `"Srv_Features"')define(`_SIDE_', `client')_PART_(`by_host')dnl
R< ? > $*	$@ OK
R< $* < TMPF > > $*	$#temp
R< $+ > $*	$# $1
')dnl

###  clt_features: server name -> $# letters, or OK.  The entry is looked for by
###  the macros of the client side, as sendmail 8.17.1 does.

Sclt_features
define(`_HOOK_', `Local_clt_features')_PART_(`hook')dnl
ifdef(`_ACCESS_TABLE_', `define(`_TAG_', `"Clt_Features"')define(`_SIDE_', `client')_PART_(`by_host')dnl
R< ? > $*	$@ OK
R< $* < TMPF > > $*	$#temp
R< $+ > $*	$# $1
')dnl

###  try_tls: server name -> $#error when STARTTLS is not to be tried

Stry_tls
define(`_HOOK_', `Local_try_tls')_PART_(`hook')dnl
ifdef(`_ACCESS_TABLE_', `define(`_TAG_', `"Try_TLS"')define(`_SIDE_', `server')_PART_(`by_host')dnl
R< NO > $*	$#error $@ 5.7.1 $: "550 do not try TLS with " $&{server_name} " ["$&{server_addr}"]"
R< $* < TMPF > > $*	$#error $@ 4.3.0 $: _TMPF_TEXT_
R< ? > $*	$@ OK
R< $- > < >	$@ OK
')dnl

###  tls_rcpt: recipient -> $#error when this server may not have it

Stls_rcpt
define(`_HOOK_', `Local_tls_rcpt')_PART_(`hook')dnl
ifdef(`_STS_', `R$*	$: $1 $| $>"STS_Check" $1
R$* $| $#$*	$#$2
R$* $| $*	$: $1
')dnl
ifdef(`_ACCESS_TABLE_', `R$*	$: $(macro {TLS_Name} $@ $&{server_name} $) $1
R$*	$: < > $>CanonAddr $1
R< > $+ < @ $+ . >	$: < > $1 < @ $2 >
R< > $+ < @ $+ >	$: $1 < @ $2 > $| < F:$1@$2 > < U:$1@ > < D:$2 > < E: >
R< > $*	$: $1 $| < U:$1@ > < E: >
R$* $| $+	$: $>SearchList < ! "TLS_Rcpt" > $| $2 < >
R< ? >	$@ OK
R< $* < TMPF > >	$#error $@ 4.3.0 $: _TMPF_TEXT_
R< $+ >	$@ $>"TLS_connection" $&{verify} $| < $1 >
')dnl

###  tls_client: verify $| MAIL or STARTTLS -> $#error when the client is not
###  good enough; check_mail asks it too

Stls_client
ifdef(`_HOOK_Local_tls_client_', `R$* $| $*	$: $1 $| $2 $| $>"Local_tls_client" $1 $| $2
R$* $| $* $| $#$*	$#$3
R$* $| $* $| $*	$: $1 $| $2
')dnl
ifdef(`_ACCESS_TABLE_', `R$*	$: $(macro {TLS_Name} $@ $&{client_name} $) $1
R$* $| $*	$: $1 $| $>D < $&{client_name} > < ? > < ! "TLS_Clt" > < >
R$* $| < ? > $*	$: $1 $| $>A < $&{client_addr} > < ? > < ! "TLS_Clt" > < >
R$* $| < ? > $*	$: $1 $| < $(access "TLS_Clt": $: ? $) > < >
R$* $| < $* < TMPF > > < >	$#error $@ 4.3.0 $: _TMPF_TEXT_
R$*	$@ $>"TLS_connection" $1
', `R$* $| $*	$@ $>"TLS_connection" $1
')dnl

###  tls_server: verify -> $#error when the server is not good enough

Stls_server
ifdef(`_ACCESS_TABLE_', `R$*	$: $(macro {TLS_Name} $@ $&{server_name} $) $1
')dnl
define(`_HOOK_', `Local_tls_server')_PART_(`hook')dnl
ifdef(`_STS_', `R$*	$: $1 $| $>"STS_secure" $1
R$* $| $#$*	$#$2
R$* $| $*	$: $1
')dnl
ifdef(`_ACCESS_TABLE_', `dnl
R$*	$: $1 $| $>D < $&{server_name} > < ? > < ! "TLS_Srv" > < >
R$* $| < ? > $*	$: $1 $| $>A < $&{server_addr} > < ? > < ! "TLS_Srv" > < >
R$* $| < ? > $*	$: $1 $| < $(access "TLS_Srv": $: ? $) > < >
R$* $| < $* < TMPF > > < >	$#error $@ 4.3.0 $: _TMPF_TEXT_
')dnl
R$*	$@ $>"TLS_connection" $1

###  TLS_connection: verify $| < requirement > -> OK or $#error
###  requirement: [PERM+|TEMP+] VERIFY[:bits] | ENCR:bits  [+req[++req]...]
###  Any other value accepts.  A broken session never does.

STLS_connection
ifdef(`_TLS_RULES_', `# the reply comes first: code, status, requirement, verify
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
R< $* > < ENCR $* > $* $| $*	$: < $1 > < $2 > $3
# how many bits?  nothing asked for: 0
R< $* > < > $*	$: < $1 > < : 0 > $2
R< $- : $+ > < : $- > $*	$: < $1:$2 > < $3 > $4 $| $>max $&{cipher_bits} : $&{auth_ssf}
R< $- : $+ > < $- > $* $| $-	$: < $1:$2 > < $3 > $4 $| $5 $| $(arith l $@ $5 $@ $3 $)
R< $- : $+ > < $- > $* $| $- $| TRUE	$#error $@ $2 $: $1 " encryption too weak " $5 " less than " $3
R< $* > < $- > $* $| $- $| $*	$@ $>TLS_req $3 $| < $1 >
R< $*	$@ OK

###  TLS_req: < req > < req > ... $| < code:status > -> OK or $#error

STLS_req
R$| $*	$@ OK
# CN: the name of the other side, or the one that is given
R< CN > $* $| < $* >	$: < CN : $&{TLS_Name} > $1 $| < $2 >
R< CN : $&{cn_subject} > $* $| < $* >	$@ $>TLS_req $1 $| < $2 >
R< CN : $+ > $* $| < $- : $+ >	$#error $@ $4 $: $3 " CN " $&{cn_subject} " does not match " $1
# CS, CI: subject and issuer
R< CS : $&{cert_subject} > $* $| < $* >	$@ $>TLS_req $1 $| < $2 >
R< CS : $* > $* $| < $- : $+ >	$#error $@ $4 $: $3 " Cert Subject " $&{cert_subject} " does not match " $1
R< CI : $&{cert_issuer} > $* $| < $* >	$@ $>TLS_req $1 $| < $2 >
R< CI : $* > $* $| < $- : $+ >	$#error $@ $4 $: $3 " Cert Issuer " $&{cert_issuer} " does not match " $1
# CITag: the issuer is in the access map, under this tag
R< CITag : $- > $* $| < $* >	$: < $(access $1:$&{cert_issuer} $: ? $) > $2 $| < $3 >
R< OK > $* $| < $* >	$@ $>TLS_req $1 $| < $2 >
R< ? > $* $| < $- : $+ >	$#error $@ $3 $: $2 " Cert Issuer " $&{cert_issuer} " not acceptable"

###  max: a:b -> the greater one

Smax
R:	$@ 0
R: $-	$@ $1
R$- :	$@ $1
R$- : $-	$: $(arith l $@ $1 $@ $2 $) : $1 : $2
RTRUE : $- : $-	$@ $2
R$- : $- : $*	$@ $2
', `RSOFTWARE	$#error $@ _TLS_DSN_ $: "_TLS_CODE_ TLS handshake failed."
RPROTOCOL	$#error $@ _TLS_DSN_ $: "_TLS_CODE_ STARTTLS failed."
RCONFIG	$#error $@ _TLS_DSN_ $: "_TLS_CODE_ STARTTLS temporarily not possible."
RDANE_FAIL	$#error $@ _TLS_DSN_ $: "_TLS_CODE_ DANE check failed."
')dnl

###  RelayTLS: nothing -> $# RELAY when the certificate lets the client
###  relay; without the access map none does

SRelayTLS
ifdef(`_ACCESS_TABLE_', `R$*	$: $&{verify}
R$={TlsVerified}	$: < $(access "CERTISSUER":$&{cert_issuer} $: NO $) >
R< RELAY >	$# RELAY
R< SUBJECT >	$: < $(access "CERTSUBJECT":$&{cert_subject} $: NO $) >
R< RELAY >	$# RELAY
R$*	$@ NO
')dnl
ifdef(`_TLS_SESSION_FEATURES_', `
###  tls_srv_features: name $| address -> settings of TLS for a client

Stls_srv_features
ifdef(`_ACCESS_TABLE_', `define(`_TAG_', `TLS_Srv_Features')_PART_(`by_name')', `R$*	$@ ""
')dnl
')dnl
ifdef(`_STS_', `
include(_CF_LIB_`rules/sts.m4')', `ifdef(`_TLS_SESSION_FEATURES_', `
###  tls_clt_features: name $| address -> settings of TLS for a server

Stls_clt_features
ifdef(`_ACCESS_TABLE_', `R$*	$@ $>tls_clt_feat_acc $1

Stls_clt_feat_acc
define(`_TAG_', `TLS_Clt_Features')_PART_(`by_name')', `R$*	$@ ""
')')')dnl
