dnl classes.m4 - words that fill a class, and the two that set a macro.
dnl
dnl They may stand anywhere; the lines come out together, before the
dnl macros M and n.  What follows one of them on its line is not read, as in
dnl the library of sendmail: files in use rely on it.
define(`_CLASS_', `PUSHDIVERT(_D_CLASSES_)C{$1}$2
POPDIVERT`'dnl`'')
define(`_CLASS_FILE_', `PUSHDIVERT(_D_CLASSES_)F{$1}$2
POPDIVERT`'dnl`'')

_MC_(`EXPOSED_USER', `_GIVEN_(`$#', `$0', `_CLASS_(`E', `$1')')')
_MC_(`EXPOSED_USER_FILE', `_GIVEN_(`$#', `$0', `_CLASS_FILE_(`E', `$1')')')
_MC_(`LOCAL_USER', `_GIVEN_(`$#', `$0', `_CLASS_(`L', `$1')')')
_MC_(`LOCAL_USER_FILE', `_GIVEN_(`$#', `$0', `_CLASS_FILE_(`L', `$1')')')
_MC_(`LOCAL_DOMAIN', `_GIVEN_(`$#', `$0', `_CLASS_(`w', `$1')')')
_MC_(`MASQUERADE_DOMAIN', `_GIVEN_(`$#', `$0', `_CLASS_(`M', `$1')')')
_MC_(`MASQUERADE_DOMAIN_FILE', `_GIVEN_(`$#', `$0', `_CLASS_FILE_(`M', `$1')')')
_MC_(`MASQUERADE_EXCEPTION', `_GIVEN_(`$#', `$0', `define(`_MASQUERADE_EXCEPTIONS_', `1')_CLASS_(`N', `$1')')')
_MC_(`MASQUERADE_EXCEPTION_FILE', `_GIVEN_(`$#', `$0', `define(`_MASQUERADE_EXCEPTIONS_', `1')_CLASS_FILE_(`N', `$1')')')
_MC_(`RELAY_DOMAIN', `_GIVEN_(`$#', `$0', `_CLASS_(`R', `$1')')')
_MC_(`RELAY_DOMAIN_FILE', `_GIVEN_(`$#', `$0', `_CLASS_FILE_(`R', `$1')')')
_MC_(`TRUST_AUTH_MECH', `_GIVEN_(`$#', `$0', `define(`_TRUSTED_MECHANISMS_', `1')_CLASS_(`TrustAuthMech', `$1')')')

_MC_(`MASQUERADE_AS', `_GIVEN_(`$#', `$0', `define(`MASQUERADE_NAME', $1)')')

_MC_(`VIRTUSER_DOMAIN', `_GIVEN_(`$#', `$0', `define(`_VIRTHOSTS_', `1')_CLASS_(`VirtHost', `$1')')')
_MC_(`VIRTUSER_DOMAIN_FILE', `_GIVEN_(`$#', `$0', `define(`_VIRTHOSTS_', `1')_CLASS_FILE_(`VirtHost', `$1')')')
_MC_(`GENERICS_DOMAIN', `_GIVEN_(`$#', `$0', `_CLASS_(`G', `$1')')')
_MC_(`GENERICS_DOMAIN_FILE', `_GIVEN_(`$#', `$0', `_CLASS_FILE_(`G', `$1')')')
_MC_(`LDAPROUTE_DOMAIN', `_GIVEN_(`$#', `$0', `_CLASS_(`LDAPRoute', `$1')')')
_MC_(`LDAPROUTE_DOMAIN_FILE', `_GIVEN_(`$#', `$0', `_CLASS_FILE_(`LDAPRoute', `$1')')')
_MC_(`LDAPROUTE_EQUIVALENT', `_GIVEN_(`$#', `$0', `define(`_LDAP_EQUIVALENTS_', `1')_CLASS_(`LDAPRouteEquiv', `$1')')')
_MC_(`LDAPROUTE_EQUIVALENT_FILE', `_GIVEN_(`$#', `$0', `define(`_LDAP_EQUIVALENTS_', `1')_CLASS_FILE_(`LDAPRouteEquiv', `$1')')')
_MC_(`CANONIFY_DOMAIN', `_GIVEN_(`$#', `$0', `define(`_CANONIFY_DOMAINS_', `1')_CLASS_(`Canonify', `$1')')')
_MC_(`CANONIFY_DOMAIN_FILE', `_GIVEN_(`$#', `$0', `define(`_CANONIFY_DOMAINS_', `1')_CLASS_FILE_(`Canonify', `$1')')')


dnl UUCP neighbours.  SITECONFIG(file, own name, class) reads
dnl siteconfig/file.m4, whose SITE(names) lines fill the class, where the
dnl lines of the .mc file go at the moment.  The macro of the same letter is
dnl the name of this host for them (class U; Y: the relay for UUCP), or the
dnl host that they are reached through (classes V, W, X).
_MC_(`SITECONFIG', `_GIVEN_(`$#', `$0', `define(`_SITE_CLASS_', `$3')define(`_CLASS_$3_', `1')D$3`'$2
ifelse(`$3', `U', `C{w}$2 $2.UUCP
')_READ_HERE_(`siteconfig', `SITECONFIG', `$1')')')
_MC_(`SITE', `_GIVEN_(`$#', `$0', `C`'_SITE_CLASS_`'$1')')

_MC_BARE_(`LOCAL_UUCP', `divert(_D_UUCP_)')

dnl UUCPSMTP(uucp host, domain host): a rule for the sections of the site: a
dnl UUCP host has a domain name too.
_MC_(`UUCPSMTP', `_GIVEN_(`$#', `$0', `R`'DOL(*) < @ $1 . UUCP > DOL(*)	DOL(1) < @ $2 > DOL(2)')')
