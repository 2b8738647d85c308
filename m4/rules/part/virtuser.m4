dnl virtuser.m4 - who gets the mail for a user of a virtual domain.
dnl
dnl In: local < @ host . >.  Out: the same when the table has nothing for
dnl it, or what the entry leads to.  Domains: class {VirtHost} and the names
dnl of this host.  While it is at work the workspace is
dnl answer $| user $| detail $| +detail $| host, the answer ? for none.
ifdef(`_STOP_LOOPS_', `# the address itself, to be known again in an entry
R$+	$: $1 $| $>final $1
R$* $| $*	$: $(macro {RecipientAddress} $@ $2 $) $1
')dnl
ifdef(`_VIRTUSER_ENTIRE_DOMAIN_', `R$+ < @ $* $={VirtHost} . >	$: ? $| $1 $| $| $| $2 $3
', `R$+ < @ $={VirtHost} . >	$: ? $| $1 $| $| $| $2
')dnl
R$+ < @ $=w . >	$: ? $| $1 $| $| $| $2
R? $| $+ + $* $| $| $| $+	$: ? $| $1 $| $2 $| + $2 $| $3
# the user, with the detail first as it is, then as any
R? $| $+ $| $* $| $* $| $+	$: $(virtuser $1$3@$4 $@ $1$3 $: ? $) $| $1 $| $2 $| $3 $| $4
R? $| $+ $| $+ $| $+ $| $+	$: $(virtuser $1++@$4 $@ $1 $@ $2 $@ $3 $: ? $) $| $1 $| $2 $| $3 $| $4
R? $| $+ $| $* $| $+ $| $+	$: $(virtuser $1+*@$4 $@ $1 $@ $2 $@ $3 $: ? $) $| $1 $| $2 $| $3 $| $4
R? $| $+ $| $* $| $+ $| $+	$: $(virtuser $1@$4 $@ $1 $@ $2 $@ $3 $: ? $) $| $1 $| $2 $| $3 $| $4
# everybody of the domain, in the same order
R? $| $+ $| $+ $| $+ $| $+	$: $(virtuser ++@$4 $@ $1 $@ $2 $@ $3 $: ? $) $| $1 $| $2 $| $3 $| $4
R? $| $+ $| $* $| $+ $| $+	$: $(virtuser +*@$4 $@ $1 $@ $2 $@ $3 $: ? $) $| $1 $| $2 $| $3 $| $4
R? $| $+ $| $* $| $* $| $+	$: $(virtuser @$4 $@ $1 $@ $2 $@ $3 $: ? $) $| $1 $| $2 $| $3 $| $4
# nothing; an error; another address
R? $| $+ $| $* $| $* $| $+	$: $1 $3 < @ $4 . >
Rerror : $- . $- . $- : $+ $| $+ $| $* $| $* $| $+	$#error $@ $1.$2.$3 $: $4
Rerror : $- $+ $| $+ $| $* $| $* $| $+	$#error $@ $1 $: $2
ifdef(`_NO_VIRTUSER_RECURSION_', `R$+ $| $+ $| $* $| $* $| $+	$: $>Parse0 $>canonify $1
', `ifdef(`_STOP_LOOPS_', `R$&{RecipientAddress} $| $+ $| $* $| $* $| $+	$: $>Parse0 $>canonify $&{RecipientAddress}
')dnl
R$+ $| $+ $| $* $| $* $| $+	$: $>Recurse $1
')dnl

