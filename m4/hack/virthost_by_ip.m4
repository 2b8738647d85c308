dnl HACK(`virthost_by_ip')
dnl
dnl A host with a name for each address: greeting and Received header say
dnl the name of the interface that the client came to.
dnl Arguments: none.
dnl Adds: definitions only.
dnl Conflicts: none.
define(`confSMTP_LOGIN_MSG', `$?{if_name}${if_name}$|$j$. Sendmail $v/$Z; $b; (No UCE/UBE) $?{client_addr}logging access from: ${client_name}(${client_resolve})-$_$.')
define(`confRECEIVED_HEADER', `_REC_HDR_
	_REC_FULL_AUTH_$?{auth_ssf} bits=${auth_ssf}$.)
	$.by $?{if_name}${if_name}$|$j$. ($v/$Z)$?r with $r$. id $i$?{tls_version}
	_REC_TLS_
	_REC_END_')
