dnl by_host.m4 - an entry for a host: name, address, then the tag alone.
dnl
dnl In: _TAG_, and _SIDE_ (client or server) for the macros; the workspace
dnl does not matter.  Out: < value > < >, with ? when there is none.
R$*	$: $>D < $&{_SIDE_`'_name} > < ? > < ! _TAG_ > < >
R< ? > $*	$: $>A < $&{_SIDE_`'_addr} > < ? > < ! _TAG_ > < >
R< ? > $*	$: < $(access _TAG_: $: ? $) > < >
