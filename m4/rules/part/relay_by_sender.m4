dnl relay_by_sender.m4 - may this sender relay?
dnl
dnl In: any workspace.  Out: RELAY ends the ruleset; else the workspace is
dnl lost.  What the sender says is not proved by anything.
R$*	$: <?> $>CanonAddr $&f
ifdef(`_RELAY_LOCAL_FROM_', `R<?> $+ < @ $=w . >	$@ RELAY
')dnl
ifdef(`_RELAY_MAIL_FROM_', `ifdef(`_ACCESS_TABLE_', `R<?> $+ < @ $+ . >	<?> $1 < @ $2 >
R<?> $+ < @ $+ >	$: $>SearchList < ! From > $| < F:$1@$2 > ifdef(`_RELAY_MAIL_FROM_DOMAIN_', `< ifdef(`_RELAY_HOSTS_ONLY_', `E', `D'):$2 > ')< >
R< RELAY >	$@ RELAY
R< $* < TMPF > >	$#TEMP $@ 4.3.0 $: _TMPF_TEXT_
')')dnl
