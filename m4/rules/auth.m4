dnl auth.m4 - SMTP AUTH, for clients and as a client.

###  Local_Relay_Auth: {auth_type} -> a $# answer accepts, NO refuses

SLocal_Relay_Auth

###  Local_trust_auth: the place of the site; a $# answer decides

SLocal_trust_auth

###  trust_auth: AUTH= of MAIL -> identical, $#..., or refused

Strust_auth
R$*	$: $1 $| $&{auth_type}
R$* $|	$#error $@ 5.7.1 $: "550 not authenticated"
R$* $| $+	$: $1
# the authenticated identity itself
R< $&{auth_authen} >	$@ identical
R$&{auth_authen}	$@ identical
R$*	$: $>"Local_trust_auth" $1
R$#$*	$@ $#$1
R$*	$#error $@ 5.7.1 $: "550 " $&{auth_authen} " not allowed to act as " $&{auth_author}

###  authinfo: nothing -> $# what we say to the server to authenticate, or no

Sauthinfo
ifdef(`_AUTHINFO_TABLE_', `R$*	$: < $(authinfo AuthInfo:$&{server_name} $: ? $) >
R< ? >	$: < $(authinfo AuthInfo:$&{server_addr} $: ? $) >
R< ? >	$: < $(authinfo AuthInfo: $: ? $) >
R< ? >	$@ no
R< $* >	$# $1
', `ifdef(`_ACCESS_TABLE_', `define(`_TAG_', `AuthInfo')define(`_SIDE_', `server')_PART_(`by_host')dnl
R< ? > $*	$@ no
R< $* > < >	$# $1
')')dnl
