dnl ldap.m4 - where LDAP says that mail goes.

###  LDAPExpand: < parsed address > < key > < +detail > -> triple, new parsed
###  address, or the parsed address.  While it is at work the workspace is
###  new address $| host $| parsed address $| key $| detail.

SLDAPExpand
R< $+ > < $+ > < $* >	$: $(ldapmra $2 $: ? $) $| $(ldapmh $2 $: ? $) $| $1 $| $2 $| $3
# a failure for the moment
R$* <TMPF> $| $* $| $+ $| $+ $| $*	$: TEMP $| TEMP $| $3 $| $&{addr_type} $&{opMode} $|
R$* $| $* <TMPF> $| $+ $| $+ $| $*	$: TEMP $| TEMP $| $3 $| $&{addr_type} $&{opMode} $|
ifdef(`_LDAP_TEMPFAIL_', `RTEMP $| TEMP $| $+ $| e r $={SMTPOpModes} $|	$#error $@ 4.3.0 $: _TMPF_TEXT_
')dnl
RTEMP $| TEMP $| $+ $| $* $|	$@ $1
# nothing: without the detail; for the whole domain
ifdef(`_LDAP_DETAIL_', `R? $| ? $| $+ $| $+ + $* @ $+ $| $*	$@ $>LDAPExpand < $1 > < $2 @ $4 > < + $3 >
')dnl
ifdef(`_LDAP_NO_DOMAIN_', `', `R? $| ? $| $+ $| $+ @ $+ $| $*	$@ $>LDAPExpand < $1 > < @ $3 > < $4 >
')dnl
ifdef(`_LDAP_BOUNCE_', `# an address that does not exist
R? $| ? $| $+ $| $* @ $+ $| $*	$: < $&{addr_type} > $| $1
R< e r > $| $*	$#error $@ nouser $: "550 User unknown"
ifdef(`_LDAP_SENDER_TOO_', `R< e s > $| $*	$#error $@ nouser $: "550 User unknown"
')dnl
R< $* > $| $*	$@ $2
', `R? $| ? $| $+ $| $* @ $+ $| $*	$@ $1
')dnl
# a key without a domain, which $M was to give: as in sendmail 8.17.1
R? $| ? $| $+ $| $+ $| $*	$@ < > < > < $1 > < $2 > < $3 >
# the mailbox is here, or on another host, under the same address
R? $| $=w $| $+ $| $+ $| $*	$@ $2
R? $| $+ $| $+ $| $+ $| $*	$@ $>LDAPMailertable < $1 > $2
ifelse(_LDAP_DETAIL_, `preserve', `# the new address has the detail, too
R$+ @ $+ $| $* $| $+ $| $+ $| + $*	$: $1 + $6 @ $2 $| $3 $| $4 $| $5 $| + $6
')dnl
# the mailbox is here, or nobody says where: under the new address
R$+ $| $=w $| $+ $| $+ $| $*	$: $1 $| ? $| $3 $| $4 $| $5
R$+ $| ? $| $+ $| $+ $| $*	$@ $>Parse0 $>canonify $1
# it is on another host
R$+ $| $+ $| $+ $| $+ $| $*	$: $2 $| $>canonify $1
R$+ $| $*	$@ $>LDAPMailertable < $1 > $2

###  LDAPMailertable: < host > address -> triple

SLDAPMailertable
ifdef(`_MAILER_TABLE_', `R< $+ > $*	$: < $(mailertable $1 $) > $2
R< $~[ : $* > $*	$@ $>MailerToTriple < $1 : $2 > $3
R< $+ > $*	$: < $1 > $>Mailertable < $1 > $2
R< $+ > $#$*	$#$2
')dnl
R< $+ > $*	$#confRELAY_MAILER $@ $1 $: $2
