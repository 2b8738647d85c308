dnl FEATURE(`masquerade_envelope')
dnl
dnl Envelope senders are masqueraded as header senders are.
dnl Arguments: none.
dnl Adds: a call of MasqHdr to ruleset MasqEnv.
dnl Conflicts: none.
define(`_MASQUERADE_ENVELOPE_', `1')
