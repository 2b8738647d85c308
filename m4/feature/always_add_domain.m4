dnl FEATURE(`always_add_domain'[, `domain'])
dnl
dnl Addresses without a host get one in mail that is delivered here, too.
dnl Arguments: domain, what they get; default is this host ($j, or the name
dnl     of MASQUERADE_AS).
dnl Adds: rules to ruleset AddDomain.
dnl Conflicts: must come before MAILER(`local').
define(`_ALWAYS_ADD_DOMAIN_', ifelse(defn(`_ARG_'), `', `*LOCAL*', `defn(`_ARG_')'))
