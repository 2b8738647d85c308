dnl FEATURE(`bcc'[, `map'[, `host'[, `address'[, `canonical map']]]])
dnl
dnl A copy of mail for certain domains: bcc:domain in the access map, or the
dnl domain in a map of its own, whatever the value.  The copy goes to the
dnl address, or to the recipient once more, by way of the host.
dnl Arguments: map, the class, flags and file of the map, default
dnl     hash MAIL_SETTINGS_DIR/bcctable (hash is DATABASE_MAP_TYPE), or the
dnl     word access; host, who takes the copies, mailer:host too; address, who
dnl     gets them; canonical map, what the address is replaced by, none for
dnl     an address that it does not have.
dnl Adds: option AddBcc; macro A; maps bcctable, canonicalRcpt; rulesets bcc,
dnl     ParseBcc and, with a map of its own, BCC.
dnl Conflicts: a sendmail program without AddBcc says so when it starts; map
dnl     access needs FEATURE(`access_db') before it.
ifelse(defn(`_ARG_'), `access', `_NEEDS_(`bcc', `access_db', `_ACCESS_TABLE_')')
define(`_BCC_', `1')
define(`_BCC_ACCESS_', ifelse(defn(`_ARG_'), `access', `1', `0'))
divert(_D_CONFIG_)O AddBcc=true
ifelse(_BCC_ACCESS_, `1', `', `Kbcctable ifelse(defn(`_ARG_'), `', `DATABASE_MAP_TYPE MAIL_SETTINGS_DIR`'bcctable', `_ARG_')
')dnl
ifelse(defn(`_ARG2_'), `', `', `define(`_BCC_HOST_', `1')DA`'_ARG2_
')dnl
ifelse(defn(`_ARG4_'), `', `', `define(`_SMTP_OP_MODES_', `1')KcanonicalRcpt _ARG4_
')dnl
divert(_D_RULESETS_)dnl

###  bcc: recipient -> who gets a copy, or nothing; a recipient without a
###  host as it came

Sbcc
R< $+ >	$1
R$+ @ $+	$: $1 @ $2 $| ifelse(_BCC_ACCESS_, `1', `$>SearchList < ! bcc > $| < D:$2 > < >', `$>BCC $2')
R$* $| < ? >	$@
ifelse(defn(`_ARG3_'), `', `R$* $| $*	$: ? $1
', `R$* $| $*	$: ? _ARG3_
')dnl
ifelse(defn(`_ARG4_'), `', `', `R? $+	$: ? $(canonicalRcpt $1 $: $)
R? $* <TMPF>	$#error $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
')dnl
R? $*	$@ $1
ifelse(_BCC_ACCESS_, `1', `', `
###  BCC: host -> < value > or < ? >.  The host, what follows its first dot
###  with the dot, then what follows the second one, and so on.

SBCC
R$*	$: $1 $| $(bcctable $1 $: ? $)
R$- . $+ $| ?	$: $1 . $2 $| $(bcctable .$2 $: ? $)
R$- . $- . $+ $| ?	$@ $>BCC $3
R$* $| $*	$@ < $2 >
')dnl
divert(-1)
