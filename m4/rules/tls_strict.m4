dnl tls_strict.m4 - TLS_connection and TLS_req that refuse what they do not
dnl understand, in place of those of tls.m4.
dnl
dnl What the reference's rules accept, and these do not: a requirement that
dnl is misspelled or unknown; bits that are no number, or missing (ENCR);
dnl a requirement on the names of a certificate that is not verified;
dnl further requirements behind a name that a wildcard matched; an issuer
dnl whose entry says anything but OK.

###  TLS_connection: verify $| < requirement > -> OK or $#error
###  requirement: OK, or [PERM+|TEMP+] VERIFY[:bits] | ENCR:bits, then
###  [+req[++req]...], req one of those of TLS_req

STLS_connection
# the reply comes first: < code:status > < requirement > $| verify
R$* $| $*	$: ! $1 $| $2
R! $* $| < $* > $*	$: ! $1 $| < $2 >
R! $* $| < PERM + $+ >	$: < 503:5.7.0 > < $2 > $| $1
R! $* $| < TEMP + $+ >	$: < 403:4.7.0 > < $2 > $| $1
R! $* $| < $* >	$: < _TLS_CODE_:_TLS_DSN_ > < $2 > $| $1
R! $* $| $*	$: < _TLS_CODE_:_TLS_DSN_ > < $2 > $| $1
# sessions that came to nothing
R< $- : $+ > < $* > $| SOFTWARE	$#error $@ $2 $: $1 " TLS handshake failed."
R< $- : $+ > < $* > $| PROTOCOL	$#error $@ $2 $: $1 " STARTTLS failed."
R< $- : $+ > < $* > $| CONFIG	$#error $@ $2 $: $1 " STARTTLS temporarily not possible."
R< $- : $+ > < $* > $| DANE_FAIL	$#error $@ $2 $: $1 " DANE check failed."
# nothing is asked for; < > comes of a look-up without an address
R< $- : $+ > < > $| $*	$#error $@ $2 $: $1 " address of the other side is not known"
R< $* > < ? > $| $*	$@ OK
R< $* > < OK > $| $*	$@ OK
# further requirements stand apart: < code > < kind > < req > < req > $| verify
R< $* > < $={Tls} : $- + $+ > $| $*	$: < $1 > < $2 : $3 > < $4 > $| $5
R< $* > < $={Tls} + $+ > $| $*	$: < $1 > < $2 > < $3 > $| $4
R< $* > < $* > $* < $+ ++ $+ > $| $*	< $1 > < $2 > $3 < $4 > < $5 > $| $6
# bits are a number; what is right goes on behind a mark
R< $* > < VERIFY > $* $| $*	$: < $1 > < VERIFY : 0 > $2 $| $3
R< $* > < $={Tls} : $- > $* $| $*	$: < $1 > < $2 : $3 > $4 $| $5 $| $(tls_bits $3 $: NO $)
R< $* > < $- : $- > $* $| $* $| YES	$: ! < $1 > < $2 > < $3 > $4 $| $5
R< $- : $+ > < $* > $*	$#error $@ $2 $: $1 " requirement not understood: " $3
# is the certificate verified?  What is asked of it needs that, too
R! < $* > < $- > < $- > $* $| $={TlsVerified}	$: < $1 > < $3 > $4
R! < $* > < ENCR > < $- > $| $*	$: < $1 > < $2 >
R! < $- : $+ > < $- > < $- > $* $| $@	$#error $@ $2 $: $1 " authentication required"
R! < $- : $+ > < $- > < $- > $* $| CLEAR	$#error $@ $2 $: $1 " STARTTLS disabled locally"
R! < $- : $+ > < $- > < $- > $* $| FAIL	$#error $@ $2 $: $1 " authentication failed"
R! < $- : $+ > < $- > < $- > $* $| NO	$#error $@ $2 $: $1 " not authenticated"
R! < $- : $+ > < $- > < $- > $* $| NONE	$#error $@ $2 $: $1 " other side does not support STARTTLS"
R! < $- : $+ > < $- > < $- > $* $| NOT	$#error $@ $2 $: $1 " no authentication requested"
R! < $- : $+ > < $- > < $- > $* $| $+	$#error $@ $2 $: $1 " authentication failure " $6
# how many bits?
R< $- : $+ > < $- > $*	$: < $1:$2 > < $3 > $4 $| $>max $&{cipher_bits} : $&{auth_ssf}
R< $- : $+ > < $- > $* $| $-	$: < $1:$2 > < $3 > $4 $| $5 $| $(arith l $@ $5 $@ $3 $)
R< $- : $+ > < $- > $* $| $- $| TRUE	$#error $@ $2 $: $1 " encryption too weak " $5 " less than " $3
R< $* > < $- > $* $| $- $| FALSE	$@ $>TLS_req $3 $| < $1 >
R$*	$#error $@ 4.7.0 $: "454 TLS session not understood"

###  TLS_req: < req > < req > ... $| < code:status > -> OK or $#error
###  req: CN[:name]  the certificate is for the name, or for the other side's
###       CA[:name]  the same, but its common name counts beside other names
###       CS:dn CI:dn  subject, issuer;  CHAIN:dn  any certificate above it
###       CITag:tag  tag:issuer is OK in the access map

STLS_req
R$| $*	$@ OK
R< CN > $* $| < $* >	$: < CN : $&{TLS_Name} > $1 $| < $2 >
R< CA > $* $| < $* >	$: < CA : $&{TLS_Name} > $1 $| < $2 >
R< CN : $+ > $* $| < $* >	$: < CN : $1 > $2 $| < $3 > $| $>TLS_name CN : $1
R< CA : $+ > $* $| < $* >	$: < CA : $1 > $2 $| < $3 > $| $>TLS_name CA : $1
R< $- : $+ > $* $| < $* > $| OK	$@ $>TLS_req $3 $| < $4 >
R< CN : $+ > $* $| < $- : $+ > $| NO	$#error $@ $4 $: $3 " CN " $&{cn_subject} " does not match " $1
R< CA : $+ > $* $| < $- : $+ > $| NO	$#error $@ $4 $: $3 " no name of the certificate matches " $1
R< CS : > $* $| < $- : $+ >	$#error $@ $3 $: $2 " requirement not understood: CS:"
R< CS : $&{cert_subject} > $* $| < $* >	$@ $>TLS_req $1 $| < $2 >
R< CS : $+ > $* $| < $- : $+ >	$#error $@ $4 $: $3 " Cert Subject " $&{cert_subject} " does not match " $1
R< CI : > $* $| < $- : $+ >	$#error $@ $3 $: $2 " requirement not understood: CI:"
R< CI : $&{cert_issuer} > $* $| < $* >	$@ $>TLS_req $1 $| < $2 >
R< CI : $+ > $* $| < $- : $+ >	$#error $@ $4 $: $3 " Cert Issuer " $&{cert_issuer} " does not match " $1
R< CHAIN : $={chain_subjects} > $* $| < $* >	$@ $>TLS_req $2 $| < $3 >
R< CHAIN : $+ > $* $| < $- : $+ >	$#error $@ $4 $: $3 " Cert not issued below " $1
R< CITag : $- > $* $| < $* >	$: < CITag : $(access $1:$&{cert_issuer} $: ? $) > $2 $| < $3 >
R< CITag : $* < TMPF > > $* $| < $* >	$#error $@ 4.3.0 $: _TMPF_TEXT_
R< CITag : OK > $* $| < $* >	$@ $>TLS_req $1 $| < $2 >
R< CITag : $- > $* $| < $- : $+ >	$#error $@ $4 $: $3 " Cert Issuer " $&{cert_issuer} " not acceptable"
R< $* > $* $| < $- : $+ >	$#error $@ $4 $: $3 " requirement not understood: " $1
R$*	$#error $@ 4.7.0 $: "454 TLS requirement not understood"

###  TLS_name: CN|CA : name -> OK when the certificate is for the name, else NO
###  A wildcard is one whole label, the left-most, and two more follow it.  The
###  common name counts if no DNS name is there, or for CA.

STLS_name
R$- : $={subject_dns}	$@ OK
R$- : $={cert_altnames}	$@ OK
R$- : $- . $- . $+	$: $1 : $2 . $3 . $4 $| * . $3 . $4
R$- : $* $| $={subject_dns}	$@ OK
R$- : $* $| $={cert_altnames}	$@ OK
# < > stands where no wildcard could: no certificate can say that
R$- : $* $| $*	$: $1 < $&{subject_dns_count} > $2 $| $3
R$- : $*	$: $1 < $&{subject_dns_count} > $2 $| < >
RCA < $* > $*	$: CA : $2
RCN < 0 > $*	$: CN : $1
RCN < > $*	$: CN : $1
R$- : $&{cn_subject} $| $*	$@ OK
R$- : $+ $| $&{cn_subject}	$@ OK
R$*	$@ NO
