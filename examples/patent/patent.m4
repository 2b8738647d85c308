divert(-1)
changecom
#
# patent.m4 - the STARTTLS rulesets of US patent application 09/585,701 (C. Assmann, "Electronic
# mail system with authentication/encryption methodology for allowing connections to/from a message
# transfer agent"), its listing lines 1-132, made into a sendmail.cf that loads.
#
# Run m4 on it:
#
#   m4 [-DNAME]... [-DNAME=VALUE]... patent.m4 > patent.cf
#
# The three choices of the patent (eight variants; the build makes all of them):
#
#   _ACCESS_TABLE_          there is an access map that says what is required of whom. Without it the
#                           only connection refused is one whose TLS handshake failed.
#   TLS_PERM_ERR            a refusal is permanent (503 5.7.0) unless an entry says TEMP+.
#                           Without it: temporary (403 4.7.0) unless an entry says PERM+.
#   _FFR_LOOKUPDOTDOMAIN    a name a.b.c also finds the entries of .b.c (before b.c) and .c.
#
# Where things are:
#
#   ACCESS_DB               file of the access map, a Berkeley DB hash. Default /etc/mail/access.db
#   DONT_BLAME              value of option DontBlameSendmail: which of the safety checks of map
#                           files are off. Default: none is.
#
# What the patent prints and what it says are not always the same. Where they differ the rules follow
# what it says (its prose), by the places marked PROSE below. README.md lists them by number. These
# take them out again, so that one can see what the listing alone would do:
#
#   PATENT_VERBATIM         all of B1 B2 B8 B9 B10 as printed
#   PATENT_VERBATIM_B1      only that one as printed (and so on for B2 B8 B9 B10)
#
# Marks: [L27] is line 27 of the listing. OCR: the scan was damaged there, see README.md. PROSE: see
# above. All else is scaffold: what a cf needs around the rulesets, at its beginning and its end.
#
# Between the two sides of a rule there are TABs. m4 comments are switched off (changecom), since
# "$#error" would begin one; a dnl hides what only a reader of this file needs.
#
# Tested by tests/patent/.
#
define(`_ON_', `ifdef(`$1', `yes', `no')')
# _PROSE_(item, as the prose says, as the listing prints it)
define(`_PROSE_', `ifdef(`PATENT_VERBATIM', `$3', `ifdef(`PATENT_VERBATIM_$1', `$3', `$2')')')
# [L88] the reply of a refusal when the entry that was found does not choose one
define(`_DEFAULT_REPLY_', `ifdef(`TLS_PERM_ERR', `503', `403')')
define(`_DEFAULT_ESC_', `ifdef(`TLS_PERM_ERR', `5.7.0', `4.7.0')')
# The listing uses the name TLS_CLT_TAG and never defines it; its prose for 59, 60, 62 says TLS_Clt.
define(`TLS_CLT_TAG', `TLS_Clt')
ifdef(`ACCESS_DB', `', `define(`ACCESS_DB', `/etc/mail/access.db')')
divert(0)dnl
# Made by m4 from patent.m4: edit that.
# access map: _ON_(`_ACCESS_TABLE_')   permanent refusals: _ON_(`TLS_PERM_ERR')   .domain look-ups: _ON_(`_FFR_LOOKUPDOTDOMAIN')

########## scaffold: not in the patent ##########
V10/Berkeley
DnMAILER-DAEMON
Djlocalhost.test
Cwlocalhost
O SuperSafe=false
O DefaultUser=1:1
O QueueDirectory=/var/spool/mqueue
O TempFileMode=0600
O DeliveryMode=queue
O OperatorChars=.:%@!^/[]+
ifdef(`DONT_BLAME', `O DontBlameSendmail=DONT_BLAME', `dnl')
Kdequote dequote
ifdef(`_ACCESS_TABLE_', `Kaccess hash ACCESS_DB', `dnl')
Mlocal,		P=/bin/true, F=lsDFMAw5:/|@qSPhn9, S=0, R=0, T=DNS/RFC822/X-Unix, A=true $u
Mprog,		P=/bin/sh, F=lsDFMoqeu9, S=0, R=0, T=X-Unix/X-Unix/X-Unix, A=sh -c $u
Msmtp,		P=[IPC], F=mDFMuX, S=0, R=0, E=\r\n, L=990, T=DNS/RFC822/SMTP, A=TCP $h
Scanonify=3
Sparse=0
R$* < @ $* > $*		$#local $: $1 @ $2
R$*			$#local $: $1
Sfinal=4

########## the patent ##########
Karith arith
dnl [L2]
# possible values for tls_connect in access map
dnl [L3]
C{tls}VERIFY ENCR

##### LookUpDomain -- search for domain in access database
#####
##### Parameters:
#####	<$1> -- key (domain name)
#####	<$2> -- default (what to return if not found in db)
#####	<$3> -- passthru (additional data passed unchanged through)
#####	<$4> -- mark (must be <(!|+) single-token>)
#####		! does lookup only with tag
#####		+ does lookup with and without tag

dnl [L15]
SLookUpDomain
_PROSE_(`B9', `dnl
dnl PROSE B9: there is no name, so the name is not found. As printed, [L17] would find the default
dnl entry TLS_Clt: here, and the address would never be looked up.
R<> <$+> <$*> <$*>	$@ <$1> <$2>', `dnl')
dnl [L16] one token after IPv6: [IPv6 "2001:db8:0:0:0:0:0:1"]
R<[IPv6 $-]> <$+> <$*> <$*>	$: <[$(dequote $1 $)]> <$2> <$3> <$4>
_PROSE_(`B2', `dnl
dnl PROSE B2: what a host has in {client_name} is [IPv6:2001:db8:0:0:0:0:0:1], many tokens.
R<[IPv6 : $+]> <$+> <$*> <$*>	$: <[$(dequote $1 $)]> <$2> <$3> <$4>', `dnl')
dnl [L17] look up tag:key
R<$*> <$+> <$*> <$- $->	$: < $(access $5:$1 $: ? $) > <$1> <$2> <$3> <$4 $5>
dnl [L18] workspace: <result-of-lookup|?> <key> <default> <passthru> <mark>
dnl [L19-20] OCR; omit first component: look up tag:.rest
dnl PROSE B1: the tag is $6; the listing prints $5, which is the mark, so that it finds nothing.
ifdef(`_FFR_LOOKUPDOTDOMAIN', `dnl
R<?> <$+.$+> <$+> <$*> <$- $->	$: < $(access _PROSE_(`B1', `$6', `$5'):.$2 $: ? $) > <$1.$2> <$3> <$4> <$5 $6>', `dnl')
dnl [L21] mark +: look up key
R<?> <$+> <$+> <$*> <+ $*>	$: < $(access $1 $: ? $) > <$1> <$2> <$3> <+ $4>
dnl [L22-23] OCR; mark +: look up .rest
ifdef(`_FFR_LOOKUPDOTDOMAIN', `dnl
R<?> <$+.$+> <$+> <$*> <+ $*>	$: < $(access .$2 $: ? $) > <$1.$2> <$3> <$4> <+ $5>', `dnl')
dnl [L24] OCR; [1.2.3.4]: try again with [1.2.3]
R<?> <[$+.$-]> <$+> <$*> <$*>	$@ $>LookUpDomain <[$1]> <$3> <$4> <$5>
dnl [L25] [1:2:3:4:5:6:7:8]: try again with [1:2:3:4:5:6:7]
R<?> <[$+:$-]> <$+> <$*> <$*>	$: $>LookUpDomain <[$1]> <$3> <$4> <$5>
dnl [L26] not found, but subdomain: try again
dnl [L27] OCR
R<?> <$+.$+> <$+> <$*> <$*>	$@ $>LookUpDomain <$2> <$3> <$4> <$5>
dnl [L28] not found, no subdomain: return default
dnl [L29]
R<?> <$+> <$+> <$*> <$*>	$@ <$2> <$3>
dnl [L30] return result of lookup
dnl [L31]
R<$*> <$+> <$+> <$*> <$*>	$@ <$1> <$4>

##### LookUpAddress -- search for host address in access database
#####
##### Parameters:
#####	<$1> -- key (dot quadded host address)
#####	<$2> -- default (what to return if not found in db)
#####	<$3> -- passthru (additional data passed through)
#####	<$4> -- mark (must be <(!|+) single-token>)
#####		! does lookup only with tag
#####		+ does lookup with and without tag

dnl [L43]
SLookUpAddress
_PROSE_(`B10', `dnl
dnl PROSE B10: there is no address, so it is not found, and the default entry is next. As printed, no
dnl rule below matches, the default entry is never looked up, and everybody is accepted.
R<> <$+> <$*> <$*>	$@ <$1> <$2>', `dnl')
dnl [L44] look up tag:key
R<$+> <$+> <$*> <$- $+>	$: < $(access $5:$1 $: ? $) > <$1> <$2> <$3> <$4 $5>
dnl [L45] mark +: look up key
R<?> <$+> <$+> <$*> <+ $+>	$: < $(access $1 $: ? $) > <$1> <$2> <$3> <+ $4>
dnl [L46] 1:2:3:4:5:6:7:8: try again with 1:2:3:4:5:6:7
R<?> <$+:$-> <$+> <$*> <$*>	$: $>LookUpAddress <$1> <$3> <$4> <$5>
dnl [L47] OCR; 1.2.3.4: try again with 1.2.3
R<?> <$+.$-> <$+> <$*> <$*>	$@ $>LookUpAddress <$1> <$3> <$4> <$5>
dnl [L48] not found: return default
R<?> <$+> <$+> <$*> <$*>	$@ <$2> <$3>
dnl [L49] return result of lookup
R<$*> <$+> <$+> <$*> <$*>	$@ <$1> <$4>

# is connection with client "good" enough? (done in server)
# input: ${verify} $| (MAIL|STARTTLS)
dnl [L53] MAIL: called from check_mail
dnl [L54] STARTTLS: called from smtp() after STARTTLS has been accepted
dnl [L55]
Stls_client
ifdef(`_ACCESS_TABLE_', `dnl
dnl [L57] if MAIL: permanent (STARTTLS has not been offered)
dnl [L58] if STARTTLS: temporary (offered but maybe failed)
dnl ... so say the comments of the listing; its rules and its prose do not: the second argument
dnl changes nothing (README.md, B6).
dnl [L59] look up the name, its parents
R$* $| $*	$: $1 $| $>LookUpDomain <$&{client_name}> <?> <> <! TLS_CLT_TAG>
dnl [L60] look up the address, its nets
R$* $| <?>$*	$: $1 $| $>LookUpAddress <$&{client_addr}> <?> <> <! TLS_CLT_TAG>
dnl [L61] do a default lookup: just TLS_CLT_TAG
dnl [L62] the key is the tag with its colon
R$* $| <?>$*	$: $1 $| <$(access TLS_CLT_TAG: $: ? $)>
dnl [L63]
R$*		$@ $>"tls_connection" $1', `dnl
dnl [L64]
R$* $| $*	$@ $>"tls_connection" $1')

# is connection with server "good" enough? (done in client)
dnl [L67] i.e. has the server been authenticated and is encryption active?
dnl [L68] called from deliver() after STARTTLS command
# input: ${verify}
dnl [L70]
Stls_server
ifdef(`_ACCESS_TABLE_', `dnl
dnl [L72] look up the name, its parents
R$*		$: $1 $| $>LookUpDomain <$&{server_name}> <?> <> <! TLS_Srv>
dnl [L73] look up the address, its nets
R$* $| <?>$*	$: $1 $| $>LookUpAddress <$&{server_addr}> <?> <> <! TLS_Srv>
dnl [L74] do a default lookup: just TLS_Srv
dnl [L75]
R$* $| <?>$*	$: $1 $| <$(access TLS_Srv: $: ? $)>
dnl [L76]
R$*		$@ $>"tls_connection" $1', `dnl
dnl [L77]
R$*		$@ $>"tls_connection" $1')

dnl [L79]
Stls_connection
ifdef(`_ACCESS_TABLE_', `dnl
dnl [L81] common ruleset for tls_{client|server}
dnl [L82] OCR; input: $&{verify} $| <ResultOfLookup> [<>]
dnl [L83] remove optional <>
dnl [L84]
R$* $| <$*>$*			$: $1 $| <$2>
dnl [L85] permanent or temporary error?
dnl [L86] OCR
R$* $| <PERM + $={tls} $*>	$: $1 $| <503:5.7.0> <$2 $3>
dnl [L87] OCR
R$* $| <TEMP + $={tls} $*>	$: $1 $| <403:4.7.0> <$2 $3>
dnl [L88] default case depends on TLS_PERM_ERR
dnl [L89] OCR
R$* $| <$={tls} $*>		$: $1 $| <_DEFAULT_REPLY_:_DEFAULT_ESC_> <$2 $3>
dnl [L90] deal with TLS handshake failures: abort
dnl [L91]
dnl PROSE B8: "using the error code selected before" means by 86, 87 or 89, which leave <reply:esc>
dnl and a requirement. As printed, any value with a colon in it (550:5.9.9) would be taken for one.
_PROSE_(`B8', `dnl
RSOFTWARE $| <$-:$+> <$={tls} $*>	$#error $@ $2 $: $1 " TLS handshake failed."', `dnl
RSOFTWARE $| <$-:$+> $* 	$#error $@ $2 $: $1 " TLS handshake failed."')
dnl [L92] no <reply:dns> i.e. not requirements in the access map
dnl [L93] use default error
dnl [L94]
RSOFTWARE $| $* 		$#error $@ _DEFAULT_ESC_ $: "_DEFAULT_REPLY_ TLS handshake failed."
dnl [L95]
R$* $| <$*> <VERIFY>		$: <$2> <VERIFY> $1
dnl [L96] OCR
R$* $| <$*> <$={tls}:$->$*	$: <$2> <$3:$4> $1
dnl [L97] some other value in access map: accept
dnl [L98] this also allows to override the default case (if used)
dnl [L99]
R$* $| $*			$@ OK
# authentication required: give appropriate error
# other side did authenticate (via STARTTLS)
dnl [L102] workspace: <SMTP:ESC> <{VERIFY,ENCR}[:BITS]> ${verify}
dnl [L103] only verification required and it succeeded
dnl [L104]
R<$*><VERIFY> OK		$@ OK
dnl [L105] verification required + some level of encryption
dnl [L106]
R<$*><VERIFY:$-> OK		$: <$1> <REQ:$2>
dnl [L107] just some level of encryption required
dnl [L108]
R<$*><ENCR:$-> $*		$: <$1> <REQ:$2>
dnl [L109] verification required but ${verify} is not set
dnl [L110]
R<$-:$+><VERIFY $*>		$#error $@ $2 $: $1 " authentication required"
dnl [L111]
R<$-:$+><VERIFY $*> FAIL	$#error $@ $2 $: $1 " authentication failed"
dnl [L112]
R<$-:$+><VERIFY $*> NO		$#error $@ $2 $: $1 " not authenticated"
dnl [L113]
R<$-:$+><VERIFY $*> NONE	$#error $@ $2 $: $1 " other side does not support STARTTLS"
dnl [L114] some other value for ${verify}
dnl [L115]
R<$-:$+><VERIFY $*> $+		$#error $@ $2 $: $1 " authentication failure " $4
dnl [L116] some level of encryption required: get the maximum level
dnl [L117] OCR: the second argument of max is lost in the scan
R<$*><REQ:$->			$: <$1> <REQ:$2> $>max $&{cipher_bits} : $&{auth_ssf}
dnl [L118] compare required bits with actual bits
dnl [L119] OCR: operator l (less than), not the digit one
R<$*><REQ:$-> $-		$: <$1> <$2:$3> $(arith l $@ $3 $@ $2 $)
dnl [L120] what is left when the bits suffice is not OK, but it is no error either: accepted
R<$-:$+><$-:$-> TRUE		$#error $@ $2 $: $1 " encryption too weak " $4 " less than " $3

dnl [L122]
Smax
dnl [L123] compute the max of two values separated by :
dnl [L124]
R:		$: 0
dnl [L125]
R:$-		$: $1
dnl [L126]
R$-:		$: $1
dnl [L127] OCR: operator l (less than), not the digit one
R$-:$-		$: $(arith l $@ $1 $@ $2 $) : $1 : $2
dnl [L128]
RTRUE:$-:$-	$: $2
dnl [L129]
R$-:$-:$-	$: $2', `dnl
dnl [L130] use default error
dnl [L131] deal with TLS handshake failures: abort
dnl [L132] without the word "failed", as the listing prints it
RSOFTWARE	$#error $@ _DEFAULT_ESC_ $: "_DEFAULT_REPLY_ TLS handshake."')

########## scaffold: not in the patent ##########
# After MAIL. Section e(1): "The ruleset tls_client is also used by the ruleset check_mail".
# Input: the sender. Returned unchanged when it may go on.
Scheck_mail
R$*		$: $1 $| $>"tls_client" $&{verify} $| MAIL
R$* $| $#$+	$#$2
R$* $| $*	$: $1
# For address test mode, where a typed $| is plain text:
#	Translate,tls_client OK $| MAIL
STranslate
R$* $$| $*	$: $1 $| $2
# For address test mode, where an empty argument cannot be typed: tls_server with {verify}
#	Tserver x
STserver
R$*		$: $>"tls_server" $&{verify}
