dnl FEATURE(`tls_session_features')
dnl
dnl Settings of TLS for each client and server: TLS_Srv_Features and
dnl TLS_Clt_Features: host or address in the access map, such as
dnl Options=..., CipherList=..., CertFile=...; flags=...
dnl Arguments: none.
dnl Adds: rulesets tls_srv_features, tls_clt_features, tls_clt_feat_acc.
dnl Conflicts: none; without FEATURE(`access_db') they answer "".
define(`_TLS_SESSION_FEATURES_', `1')
