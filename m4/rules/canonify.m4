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
# says that there were any.
R$* < $* < $*	< $3
R$* < $* > $*	$: < > $| $2
R< > $|	$@ < @ >

# a group in brackets has nobody in it
R< > $| $* :;	$@ $1 :; < @ >

# semicolons that end a group
R$+ ;	$1

# A phrase and its colon go, unless the address was in brackets, or the
# colon is part of ::, of :include: or of an IPv6 literal.  Only the first
# rule that fits is used.
R$*	$: ? $| $1
R? $| < > $| $*	$: $1
R? $| @ $*	$: @ $1
R? $| : include : $*	$: : include : $1
R? $| $* : $* @ [ IPv6 : $+ ]	$: $2 @ [ IPv6 : $3 ]
R? $| $* @ [ IPv6 : $+ ]	$: $1 @ [ IPv6 : $2 ]
R? $| $* :: $*	$: $1 :: $2
R? $| $* : $*	$: $2
R? $| $*	$: $1
R$@	$@ :; < @ >

# A route in front is dropped: the address is what follows its colon.
R@ $+ : $+	$2

# The focus is the host after the last @ that has something behind it,
R$* @ $*	$: $1 < @ $2 >
R$* < @ $* @ $+ >	$1 @ $2 < @ $3 >
R$* < @ $* >	$@ $>Canonify2 $1 < @ $2 >

ifdef(`DECNET_RELAY', `# or else the node of node::user,
R$+ :: $+	$@ $>Canonify2 $2 < @ $1 .DECNET >

')dnl
# or else the host in front of the first !, with .UUCP if it has no dot,
R$- ! $+	$@ $>Canonify2 $2 < @ $1 .UUCP >
R$+ . $- ! $+	$@ $>Canonify2 $3 < @ $1 . $2 >
R$+ ! $+	$@ $>Canonify2 $2 < @ $1 .UUCP >

# or else the host after the last %.
R$* % $*	$: $1 < @ $2 >
R$* < @ $* % $* >	$1 % $2 < @ $3 >
R$*	$@ $>Canonify2 $1

###  Canonify2: local < @ host > rest -> the same, host in its full form

SCanonify2=96

# this host under a name that holds everywhere
R$* < @ localhost > $*	$: $1 < @ $j . > $2
R$* < @ localhost . $m > $*	$: $1 < @ $j . > $2
ifdef(`_NO_UUCP_', `', `R$* < @ localhost . UUCP > $*	$: $1 < @ $j . > $2
')dnl

# a literal: this host, or else nothing to look up
R$* < @ [ $+ ] > $*	$: $1 $| [ $2 ] $| $3
R$* $| $=w $| $*	$: $1 < @ $j . > $3
R$* $| $+ $| $*	$@ $1 < @ $2 > $3
undivert(_D_RULE3_)dnl
ifdef(`_NO_UUCP_', `', `
# .UUCP: a name of the DNS loses it, any other is complete with it
R$* < @ $+ . UUCP > $*	$: $1 < @ $[ $2 $] . UUCP . > $3
R$* < @ $* . . UUCP . > $*	$@ $1 < @ $2 . > $3
')dnl

# Ask the DNS, unless the name is complete or its last label is one of our
# own (class P), or the listener has flag C and the name has a dot.
R$*	$: $&{daemon_flags} $| $1
R$* CC $* $| $* < @ $+ . $+ > $*	$: $3 < @ $4 . $5 . > $6
R$* CC $* $| $*	$: $3
R$* $| $* < @ $* $~P > $*	$: $2 < @ $[ $3 $4 $] > $5
R$* $| $*	$: $2

# our own names are complete, and so are last labels of our own
R$* < @ $* $=P > $*	$: $1 < @ $2 $3 . > $4
R$* < @ $=w > $*	$: $1 < @ $2 . > $3
R$* < @ $=M > $*	$: $1 < @ $2 . > $3
R$* < @ $* . . > $*	$1 < @ $2 . > $3
