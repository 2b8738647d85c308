dnl layout.m4 - the whole sendmail.cf, in the order in which it is written.
dnl
dnl Read once, when the .mc file has been read to its end: every define
dnl counts, also one after the last MAILER. Behind the site's own text a
dnl new line begins: it may end in the blanks of an indented one.
include(_CF_LIB_`rules/words.m4')dnl
divert(0)
V`'CF_LEVEL`'ifdef(`NO_VENDOR', `', `/VENDOR_NAME')

_FIRST_OPTIONS_`'dnl

##### local information #####
ifdef(`confLDAP_CLUSTER', `D{sendmailMTACluster}confLDAP_CLUSTER
')dnl
# names of this host
Cwlocalhost
ifdef(`_USE_CW_FILE_', `Fw`'confCW_FILE
')dnl
ifdef(`confDOMAIN_NAME', `Dj`'confDOMAIN_NAME', `#Dj$w.example.com')

# last labels that the DNS knows nothing about
CP.
ifdef(`UUCP_RELAY', `DY`'UUCP_RELAY
CPUUCP
')dnl
ifdef(`BITNET_RELAY', `DB`'BITNET_RELAY
CPBITNET
')dnl
ifdef(`DECNET_RELAY', `DC`'DECNET_RELAY
CPDECNET
')dnl
ifdef(`FAX_RELAY', `DF`'FAX_RELAY
CPFAX
')dnl

# where mail goes that this host does not deliver itself
DS`'ifdef(`SMART_HOST', `SMART_HOST')
ifdef(`LUSER_RELAY', `Kuser user -m -a<>
DL`'LUSER_RELAY
')dnl

# characters that make a local part more than a name; a dot; a bracket
CO @ ifdef(`_NO_PERCENT_HACK_', `', `% ')ifdef(`_NO_UUCP_', `', `!')
C..
C[[

ifdef(`_ACCESS_TABLE_', `# values of the access map that let a client in
C{Accept}OK RELAY
')dnl
ifdef(`_SPAM_TAGS_', `ifdef(`_BLOCKLIST_RCPT_', `C{SpamTag}SPAMFRIEND SPAMHATER
')')dnl
ifdef(`_ACCEPT_UNRESOLVABLE_DOMAINS_', `', `# does a domain exist?
Kresolve host -a<OKR> -T<TEMP>
')dnl
C{ResOk}OKR
ifdef(`_NEED_MACRO_MAP_', `Kmacro macro
')dnl
# hosts and networks that may relay
ifdef(`confCR_FILE', `FR`'confCR_FILE
')dnl
Karith arith
ifdef(`_TLS_RULES_', `# requirements and results of TLS
C{Tls}VERIFY ENCR
C{TlsVerified}OK TRUSTED
')dnl
ifdef(`_CERT_REGEX_ISSUER_', `KCERTIssuer regex _CERT_REGEX_ISSUER_
')dnl
ifdef(`_CERT_REGEX_SUBJECT_', `KCERTSubject regex _CERT_REGEX_SUBJECT_
')dnl
ifdef(`LOCAL_RELAY', `DR`'LOCAL_RELAY
')dnl
ifdef(`MAIL_HUB', `DH`'MAIL_HUB
')dnl
Kdequote dequote`'ifdef(`confDEQUOTE_OPTS', ` confDEQUOTE_OPTS')
undivert(_D_CLASSES_)dnl
ifdef(`_VIRTHOSTS_', `CR$={VirtHost}
')dnl
ifdef(`MASQUERADE_NAME', `DM`'MASQUERADE_NAME
')dnl
ifdef(`confMAILER_NAME', `Dn`'confMAILER_NAME
')dnl
undivert(_D_CONFIG_)
ifdef(`_ACCESS_TABLE_', `# kinds of look-up in a SearchList
C{Src}E F D U`'ifdef(`_RATE_CONTROL_', ` A', ifdef(`_CONN_CONTROL_', `` A''))
')dnl
DZ8.17.1.9`'ifdef(`confCF_VERSION', `/confCF_VERSION')

##### options #####
_OPTIONS_`'dnl

undivert(_D_QUEUES_)dnl
ifdef(`_SMTP_OP_MODES_', `# modes of operation in which a client waits for the answer
C{SMTPOpModes} s d D

')dnl
##### precedences #####
Pfirst-class=0
Pspecial-delivery=100
Plist=-30
Pbulk=-60
Pjunk=-100

##### trusted users #####
ifdef(`_USE_CT_FILE_', `', `#')Ft`'confCT_FILE
Troot
Tdaemon
ifdef(`_NO_UUCP_', `', `Tuucp
')dnl
ifdef(`confTRUSTED_USERS', `T`'confTRUSTED_USERS
')dnl

##### headers #####
H?P?Return-Path: <$g>
HReceived: confRECEIVED_HEADER
H?D?Resent-Date: $a
H?D?Date: $a
H?F?Resent-From: confFROM_HEADER
H?F?From: confFROM_HEADER
H?x?Full-Name: $x
H?M?Resent-Message-Id: confMESSAGEID_HEADER
H?M?Message-Id: confMESSAGEID_HEADER

##### rules: addresses #####
include(_CF_LIB_`rules/canonify.m4')dnl
include(_CF_LIB_`rules/final.m4')dnl
include(_CF_LIB_`rules/parse.m4')dnl
include(_CF_LIB_`rules/localaddr.m4')dnl
include(_CF_LIB_`rules/triple.m4')dnl
ifdef(`_LDAP_ROUTING_', `include(_CF_LIB_`rules/ldap.m4')')dnl
include(_CF_LIB_`rules/masquerade.m4')dnl

##### rules: decisions #####
ifdef(`_ACCESS_TABLE_', `include(_CF_LIB_`rules/lookup.m4')')dnl
include(_CF_LIB_`rules/check_relay.m4')dnl
include(_CF_LIB_`rules/check_mail.m4')dnl
include(_CF_LIB_`rules/check_rcpt.m4')dnl
ifdef(`_DELAY_CHECKS_', `include(_CF_LIB_`rules/delay_checks.m4')', `_PART_(`bad_helo')')dnl
include(_CF_LIB_`rules/auth.m4')dnl
include(_CF_LIB_`rules/tls.m4')dnl
include(_CF_LIB_`rules/limits.m4')dnl
undivert(_D_RULESETS_)
undivert(_D_FILTERS_)dnl

##### mailers #####
undivert(_D_MAILERS_)
#!cfgen: end of configuration
