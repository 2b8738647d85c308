dnl canonify.m4 - from an address as it came to one with a focus.
dnl
dnl canonify (3): any address -> local < @ host. >, the dot when the name is
dnl known to be complete; an address without a host has no focus; nothing
dnl at all -> < @ >; a group -> phrase :; < @ >.

###  canonify: address -> local < @ host . >

Scanonify=3

# nothing, and nothing in angle brackets: the null address
R$@	$@ < @ >

# an empty host, as this ruleset itself writes it, says nothing
R$* < @ >	$1
R$@	$@ :; < @ >

# What counts stands in the last, innermost angle brackets; the mark < >
# says that there were any.  Semicolons end a group, at the end of all or of
# the brackets that are there; a group in brackets has nobody in it.
R$* < $* < $*	< $3
R$* ;	$1
R$* < $+ :; >	$@ $2 :; < @ >
R$* ; >	$1 >
R$* < $* > $*	$: < > $| $2
R< > $| $+ :;	$@ $1 :; < @ >
R< > $|	$@ < @ >
R$@	$@ :; < @ >

# A phrase and its colon go, unless the address was in brackets, or the
# colon is part of ::, of :include: or of an IPv6 literal.  Only the first
# rule that fits is used.
R$* : $*	$: ? $| $1 : $2
R? $| < > $| $*	$: $1
R? $| $* : $* [ $* ]	$: $2 [ $3 ]
R? $| @ $*	$: @ $1
R? $| : include : $*	$: : include : $1
R? $| $* @ [ IPv6 : $+ ]	$: $1 @ [ IPv6 : $2 ]
R? $| $* :: $*	$: $1 :: $2
R? $| $* : $*	$: $2
R< > $| $*	$: $1
R$@	$@ :; < @ >

ifdef(`_USE_DEPRECATED_ROUTE_ADDR_', `# A route in front: its first host is the focus.
R@ $+ , $+	@ $1 : $2
R@ [ $+ ] : $+	$@ $>Canonify2 < @ [ $1 ] > : $2
R@ $+ : $+	$@ $>Canonify2 < @ $1 > : $2
', `# A route in front is dropped: the address is what follows its colon.
R@ $+ , $+	$2
R@ [ $+ ] : $+	$2
R@ $+ : $+	$2
')dnl

# The focus is the host after the last @ that has something behind it,
R$* @ $* @ $+	$: $1 < @ $2 @ $3 >
R$* < @ $* @ $+ >	$1 @ $2 < @ $3 >
R$* < @ $* >	$@ $>Canonify2 $1 < @ $2 >
R$+ @ $+	$@ $>Canonify2 $1 < @ $2 >

ifdef(`_NO_UUCP_', `', `# or else the host in front of the first !, with .UUCP if it has no dot,
R$- ! $+	$@ $>Canonify2 $2 < @ $1 .UUCP >
R$+ . $- ! $+	$@ $>Canonify2 $3 < @ $1 . $2 >
R$+ ! $+	$@ $>Canonify2 $2 < @ $1 .UUCP >
')dnl
ifdef(`_DECNET_SYNTAX_', `# or else the node of node::user and area.node::user,
R$- :: $+	$: < $1 > $2
R$- . $- :: $+	$: < $1 . $2 > $3
R< $+ > $+	$@ $>Canonify2 $2 < @ $1 . DECNET >
')dnl
ifdef(`_NO_PERCENT_HACK_', `', `# or else the host after the last %.
R$* % $*	$1 @ $2
R$* @ $* @ $*	$1 % $2 @ $3
')dnl
R$* @ $*	$: $1 < @ $2 >
R$*	$@ $>Canonify2 $1

###  Canonify2: local < @ host > rest -> the same, host in its full form

SCanonify2=96

R$* < @ @ $+ > $*	$@ $1 < @ $2 > $3
# this host under a name that holds everywhere
R$* < @ localhost > $*	$: $1 < @ $j . > $2
R$* < @ localhost . $m > $*	$: $1 < @ $j . > $2
ifdef(`_NO_UUCP_', `', `R$* < @ localhost . UUCP > $*	$: $1 < @ $j . > $2
')dnl

# a literal: this host, or else nothing to look up
R$* < @ [ $+ ] > $*	$: $1 < @ ? [ $2 ] > $3
R$* < @ ? $=w > $*	$: $1 < @ $j . > $3
R$* < @ ? $+ > $*	$@ $1 < @ $2 > $3
ifdef(`_DOMAIN_TABLE_', `
# a domain that has got another name
R$* < @ $+ > $*	$: $1 < @ $(domaintable $2 $) > $3
')dnl
undivert(_D_RULE3_)
ifdef(`_BITDOMAIN_TABLE_', `
# a host of BITNET that has a name in the DNS
R$* < @ $+ .BITNET > $*	$: $1 < @ $(bitdomain $2 $: $2.BITNET $) > $3
')dnl
ifdef(`_UUDOMAIN_TABLE_', `
# a host of UUCP that has a name in the DNS
R$* < @ $+ .UUCP > $*	$: $1 < @ $(uudomain $2 $: $2.UUCP $) > $3
')dnl
ifdef(`_NO_UUCP_', `', `ifdef(`UUCP_RELAY', `
# .UUCP: the relay knows the host
R$* < @ $+ . UUCP > $*	$: $1 < @ $2 . UUCP . > $3
', `ifdef(`_NO_CANONIFY_', `', `
# .UUCP: a name of the DNS loses it, any other is complete with it
R$* < @ $+ . UUCP > $*	$: $1 < @ $[ $2 $] . UUCP . > $3
R$* < @ $* . . UUCP . > $*	$@ $1 < @ $2 . > $3
')')')dnl

ifdef(`_NO_CANONIFY_', `# Names are complete as they are.  Ask the DNS for class {Canonify}, and for
# everything when the listener has flag c.
R$*	$: <?> $&{daemon_flags} $| $1
R<?> $* $| $* < @ $* $={Canonify} > $*	$: $2 < @ $[ $3 $4 $] > $5
R<?> $* c $* $| $* < @ $* > $*	$: $3 < @ $[ $4 $] > $5
R<?> $* $| $* < @ $+ . $+ > $*	$: $2 < @ $3 . $4 . > $5
ifdef(`_CANONIFY_HOSTS_', `R<?> $* $| $* < @ $+ > $*	$: $2 < @ $[ $3 $] > $4
')dnl
', `# Ask the DNS, unless the name is complete or its last label is one of our
# own (class P), or the listener has flag C and the name has a dot.
ifdef(`_FFR_NOCANONIFY_HEADERS', `R$*	$: $&{addr_type} $| $&{daemon_flags} $| $1
R$* h $* $| $* $| $*	$: <?> CC $| $4
R$* $| $* $| $*	$: <?> $2 $| $3
', `R$*	$: <?> $&{daemon_flags} $| $1
')dnl
R<?> $* CC $* $| $* < @ $+ . $+ > $*	$: $3 < @ $4 . $5 . > $6
R<?> $* CC $* $| $*	$: $3
R<?> $* $| $* < @ $* $~P > $*	$: $2 < @ $[ $3 $4 $] > $5
')dnl
R<?> $* $| $*	$: $2
# rules of the site may have left a $| of their own in front of the address
R$* $| $*	$: $2

# a name that ends in a dot is complete, and so are our own, and last labels
# of our own
R$* < @ $* . . > $*	$1 < @ $2 . > $3
R$* < @ $* . > $*	$@ $1 < @ $2 . > $3
R$* < @ $* $=P > $*	$: $1 < @ $2 $3 . > $4
R$* < @ $=w > $*	$: $1 < @ $2 . > $3
ifdef(`_MASQUERADE_ENTIRE_DOMAIN_', `R$* < @ $* $=M > $*	$: $1 < @ $2 $3 . > $4
', `R$* < @ $=M > $*	$: $1 < @ $2 . > $3
')dnl
ifdef(`_VIRTUSER_TABLE_', `ifdef(`_VIRTUSER_ENTIRE_DOMAIN_', `R$* < @ $* $={VirtHost} > $*	$: $1 < @ $2 $3 . > $4
', `R$* < @ $={VirtHost} > $*	$: $1 < @ $2 . > $3
')')dnl
ifdef(`_GENERICS_TABLE_', `ifdef(`_GENERICS_ENTIRE_DOMAIN_', `R$* < @ $* $=G > $*	$: $1 < @ $2 $3 . > $4
', `R$* < @ $=G > $*	$: $1 < @ $2 . > $3
')')dnl
