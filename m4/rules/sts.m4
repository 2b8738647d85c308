dnl sts.m4 - MTA-STS: what the policy of the recipient's domain asks for.

###  STS_secure: verify -> $#error when the policy wants more than that

SSTS_secure
R$*	$: $1 $| $&{rcpt_addr}
R$* $|	$@ ok
R$* $| $* @ $* @ $+	$1 $| @ $4
R$* $| $+ .	$1 $| $2
R$* $| $* @ $+	$: $1 $| $(sts $3 $: none $)
R$* $| $* <TMPF>	$#error $@ 4.7.0 $: 450 STS lookup temp fail
R$* $| secure $*	$@ $>"TLS_connection" $1 $| <TEMP+VERIFY:128>
R$* $| $*	$@ $1

###  TLS_NameInList: : a : b : -> ok when {TLS_Name} is one of them

STLS_NameInList
R$* : $&{TLS_Name} : $*	$@ ok

###  STS_SAN: nothing -> $#error when the server's name is not in its
###  certificate; a name there may begin with *.

SSTS_SAN
ifdef(`_STS_SAN_', `R$*	$: $&{server_name}
R$={cert_altnames}	$@ ok
R$- . $+	$: *. $2
R$={cert_altnames}	$@ ok
R$*	$#error $@ 4.7.0 $: 450 $&{server_name} not listed in SANs
')dnl

###  STS_Check: recipient -> $#error when the server is not one of the policy

SSTS_Check
R$*	$: $1 $| $&{rcpt_addr}
R$* $|	$@ ok
# the domain: behind the last @, without the dot
R$* @ $* @ $+ $| $*	@ $3 $| $4
R$* . $| $*	$1 $| $2
R$* @ $+ $| $*	$: $(sts $2 $: none $)
R$* $| $*	$@ ok
R$* <TMPF>	$#error $@ 4.7.0 $: 450 STS lookup temp fail
Rsecure $*	$: <?> $(stsxmatch secure $1 $: none $)
# one of the names, or of the domains .rest
R<?> none	$@ $>STS_SAN
R<?> $* :	$: $1 $| $&{server_name}
R$* $|	$@ : $1 : $|
R$* $| $+	$: $(macro {TLS_Name} $@ $2 $) $1 $| $2 $| $>TLS_NameInList : $1 :
R$* $| $* $| ok	$@ $>STS_SAN
R$* $| $- . $+ $| $*	$: $(macro {TLS_Name} $@ .$3 $) $1 $| $>TLS_NameInList : $1 :
R$* $| ok	$@ $>STS_SAN
R$* $| $*	$#error $@ 4.7.0 $: 450 $&{server_name} not found in " " $1
R$*	$@ ok

###  STS_disabled: ignored -> < STS > when the policy is to be looked at

SSTS_disabled
R$*	$: $&{client_flags} $| $&{rcpt_addr}
R$* M $* $| $*	$@ < >
RMM $| $*	$@ < >
R$* $|	$@ < >
R$*	$@ < STS >

###  DANE_disabled: flags -> < > when nothing is said of DANE

SDANE_disabled
R$* d $*	$@ < NODANE >
R$*	$@ < >

###  Set_SNI: server name -> settings of TLS by the policy

SSet_SNI
R$*	$: $1 $| $&{rcpt_addr}
R$* $| $+ .	$1 $| $2
R$* $| $* @ $+	$: $1 $| $(sts $3 $: none $)
R$* $| $* <TMPF>	$#error $@ 4.7.0 $: 450 STS lookup temp fail
R$* $| secure $*	$: $(macro {sts_sni} $@ $&{server_name} $) $(stsxsni2 $2 $: : $)
R$* $| $*	$@ ""
R$+ :	$1
R$*	$@ sts=secure; $1

###  tls_clt_features: name $| address -> settings of TLS for a server

Stls_clt_features
ifdef(`_ACCESS_TABLE_', `R$* $| $*	$: $1 $| $>tls_clt_feat_acc $1 $| $2
', `R$* $| $*	$: $1 $| ""
')dnl
R$* $| $*	$: $1 $| $2 $| $>STS_disabled sts
R$* $| $* $| < >	$@ ifdef(`_ACCESS_TABLE_', `$2')
# once in a session, unless the entry says that DANE is not to be used
R$* $| flags=d $| < STS >	$: flags=d $| $>Set_SNI $1
R$* $| $* $| < STS >	$: $1 $| $2 $| $&{sts_sni}
R$* $| $* $| $+	$@ $2
R$* $| $* $|	$: $2 $| $>Set_SNI $1
R"" $| $*	$@ $1
R$* $| $*	$@ $1; $2
ifdef(`_ACCESS_TABLE_', `
Stls_clt_feat_acc
define(`_TAG_', `TLS_Clt_Features')_PART_(`by_name')')dnl
