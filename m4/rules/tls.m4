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
R$* $| $*	ifdef(`_ACCESS_TABLE_', `$:', `$@') $1
')dnl
ifdef(`_ACCESS_TABLE_', `R$*	$: <?> $(macro {TLS_Name} $@ $&{server_name} $) $>CanonAddr $1
R<?> $+ < @ $+ . >	$: <?> $1 < @ $2 >
R<?> $+ < @ $+ >	$: $1 < @ $2 > $| < F:$1@$2 > < U:$1@ > < D:$2 > < E: >
R<?> $*	$: $1 $| < U:$1@ > < E: >
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
ifdef(`_ACCESS_TABLE_', `R$* $| $*	$: $(macro {TLS_Name} $@ $&{client_name} $) $1 $| $>D < $&{client_name} > < ? > < ! "TLS_Clt" > < >
R$* $| < ? > $*	$: $1 $| $>A < $&{client_addr} > < ? > < ! "TLS_Clt" > < >
R$* $| < ? > $*	$: $1 $| < $(access "TLS_Clt": $: ? $) > < >
ifdef(`_TLS_STRICT_', `R$* $| < $* < TMPF > > < >	$#error $@ 4.3.0 $: _TMPF_TEXT_
')dnl
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
ifdef(`_TLS_STRICT_', `R$* $| < $* < TMPF > > < >	$#error $@ 4.3.0 $: _TMPF_TEXT_
')dnl
')dnl
R$*	$@ $>"TLS_connection" $1

ifdef(`_TLS_RULES_', `ifdef(`_TLS_STRICT_', `include(_CF_LIB_`rules/tls_strict.m4')', `include(_CF_LIB_`rules/tls_connection.m4')')
###  max: a:b -> the greater one

Smax
R:	$@ 0
R: $-	$@ $1
R$- :	$@ $1
R$- : $-	$: $(arith l $@ $1 $@ $2 $) : $1 : $2
RTRUE : $- : $-	$@ $2
R$- : $- : $*	$@ $2
', `###  TLS_connection: verify -> $#error for a broken session

STLS_connection
RSOFTWARE	$#error $@ _TLS_DSN_ $: "_TLS_CODE_ TLS handshake failed."
RPROTOCOL	$#error $@ _TLS_DSN_ $: "_TLS_CODE_ STARTTLS failed."
RCONFIG	$#error $@ _TLS_DSN_ $: "_TLS_CODE_ STARTTLS temporarily not possible."
RDANE_FAIL	$#error $@ _TLS_DSN_ $: "_TLS_CODE_ DANE check failed."
')dnl

###  RelayTLS: nothing -> $# RELAY when the certificate lets the client
###  relay; without the access map none does

SRelayTLS
ifdef(`_ACCESS_TABLE_', `R$*	$: $&{verify}
ifdef(`_CERT_REGEX_ISSUER_', `R$={TlsVerified}	$: <@> $(CERTIssuer $&{cert_issuer} $)
R<@> $*	$: < $(access "CERTISSUER":$1 $: NO $) >
', `R$={TlsVerified}	$: < $(access "CERTISSUER":$&{cert_issuer} $: NO $) >
')dnl
R< RELAY >	$# RELAY
ifdef(`_TLS_RELAY_ALTNAMES_', `R< ALTNAMES : $- >	$: < $(tls_relay_dns "SubjAltName":$1: $: NO $) > < $(tls_relay_email "SubjAltName":$1: $: NO $) >
R$* < TMPF > $*	$#TEMP $@ 4.3.0 $: _TMPF_TEXT_
R< RELAY > < RELAY >	$# RELAY
R< RELAY > < NO >	$# RELAY
R< NO > < RELAY >	$# RELAY
')dnl
ifdef(`_CERT_REGEX_SUBJECT_', `R< SUBJECT >	$: <@> $(CERTSubject $&{cert_subject} $)
R<@> $*	$: < $(access "CERTSUBJECT":$1 $: NO $) >
', `R< SUBJECT >	$: < $(access "CERTSUBJECT":$&{cert_subject} $: NO $) >
')dnl
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
