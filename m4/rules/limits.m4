dnl limits.m4 - how often, and how many times at once, a client connects.
dnl
dnl The access map has the limits: ClientRate:address, ClientConn:address.
ifdef(`_RATE_CONTROL_', `###  RateControl: ignored -> OK, < limit > $| FALSE, or $#error

SRateControl
R$*	$: $>SearchList < ! ClientRate > $| < A:$&{client_addr} > < E: > < >
R< ? >	$@ OK
R< 0 >	$@ OK
R< $* < TMPF > >	$#error $@ 4.3.0 $: _TMPF_TEXT_
R< $+ >	$: < $1 > $| $(arith l $@ $1 $@ $&{client_rate} $)
R< $+ > $| TRUE	$#error $@ 4.3.2 $: ifdef(`_RATE_CONTROL_TERMINATE_', `421', `452') Connection rate limit exceeded.

')dnl
ifdef(`_CONN_CONTROL_', `###  ConnControl: ignored -> OK, < limit > $| FALSE, or $#error

SConnControl
R$*	$: $>SearchList < ! ClientConn > $| < A:$&{client_addr} > < E: > < >
R< ? >	$@ OK
R< 0 >	$@ OK
R< $* < TMPF > >	$#error $@ 4.3.0 $: _TMPF_TEXT_
R< $+ >	$: < $1 > $| $(arith l $@ $1 $@ $&{client_connections} $)
R< $+ > $| TRUE	$#error $@ 4.3.2 $: ifdef(`_CONN_CONTROL_TERMINATE_', `421', `452') Too many open connections.

')dnl
