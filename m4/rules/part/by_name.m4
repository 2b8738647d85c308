dnl by_name.m4 - an entry for a host: name, then address.
dnl
dnl In: name $| address, and _TAG_.  Out: the value ends the ruleset; "" if
dnl there is none.  A host without a name has the entry of the tag alone, or
dnl else the mark and the tag; without an address, a part of the look-up is
dnl left: as in sendmail 8.17.1.
R$| $*	$@ $(access _TAG_: $: ! _TAG_ $)
R$* $| $*	$: $2 $| $>D < $1 > < ? > < ! _TAG_ > < >
R$| < ? > $*	$@ > < ?
R$+ $| < ? > $*	$: $1 $| $>A < $1 > < ? > < ! _TAG_ > < >
R$* $| < ? > $*	$@ ""
R$* $| < $* > < >	$@ $2
R$*	$@ ""
