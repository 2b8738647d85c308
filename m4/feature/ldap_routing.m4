dnl FEATURE(`ldap_routing'[, `hosts'[, `addresses'[, `bounce'[, `detail'[, `nodomain'[, `tempfail']]]]]])
dnl
dnl Addresses of the domains of LDAPROUTE_DOMAIN are looked up as local
dnl mail recipients in LDAP: the host that has the mailbox, and the address
dnl that mail goes to.  LDAPROUTE_EQUIVALENT: domains that stand for the one
dnl of MASQUERADE_AS.
dnl Arguments: hosts and addresses, maps in place of the default queries;
dnl     bounce, what becomes of addresses that are not there: nothing or
dnl     passthru, they go on; sendertoo, they are refused as recipients and
dnl     senders; any other word, as recipients; detail, strip or preserve: an
dnl     address with +detail is looked up without it, too, and the new
dnl     address is without it or with it; nodomain, no look-up of @domain;
dnl     tempfail, a look-up that fails for the moment is a temporary error to
dnl     the client (queue, or nothing: the mail is taken).
dnl Adds: maps ldapmh and ldapmra; class {SMTPOpModes}; rulesets LDAPExpand
dnl     and LDAPMailertable; rules to Parse1.
dnl Conflicts: none.
ifelse(defn(`_ARG_')`'defn(`_ARG2_'), `', `ifdef(`confLDAP_DEFAULT_SPEC', `',
  `_WARNING_(`FEATURE(`ldap_routing'): the default maps need define(`confLDAP_DEFAULT_SPEC') before it')')')
define(`_LDAP_ROUTING_', `1')
define(`_SMTP_OP_MODES_', `1')
ifelse(defn(`_ARG3_'), `', `', defn(`_ARG3_'), `passthru', `', defn(`_ARG3_'), `sendertoo', `define(`_LDAP_BOUNCE_', `1')define(`_LDAP_SENDER_TOO_', `1')', `define(`_LDAP_BOUNCE_', `1')')
ifelse(defn(`_ARG4_'), `', `', defn(`_ARG4_'), `strip', `define(`_LDAP_DETAIL_', `strip')', defn(`_ARG4_'), `preserve', `define(`_LDAP_DETAIL_', `preserve')')
ifelse(defn(`_ARG5_'), `', `', `define(`_LDAP_NO_DOMAIN_', `1')')
ifelse(defn(`_ARG6_'), `tempfail', `define(`_LDAP_TEMPFAIL_', `1')')
divert(_D_CONFIG_)Kldapmh ifelse(defn(`_ARG_'), `', `ldap -1 -T<TMPF> -v mailHost -k (&(objectClass=inetLocalMailRecipient)(mailLocalAddress=%0))', `_ARG_')
Kldapmra ifelse(defn(`_ARG2_'), `', `ldap -1 -T<TMPF> -v mailRoutingAddress -k (&(objectClass=inetLocalMailRecipient)(mailLocalAddress=%0))', `_ARG2_')
divert(-1)
