dnl debian.m4 - the build of sendmail that Debian has, under Debian's names.
dnl
dnl /etc/mail/tls/starttls.m4 and /etc/mail/sasl/sasl.m4, which Debian's
dnl tools write, ask for them: what is its version, does it have TLS.
ifdef(`sm_version', `', `
define(`sm_version', `8.17.1.9')
define(`sm_version_v', `8')
define(`sm_version_r', `17')
define(`sm_version_major', `8.17')
define(`sm_version_minor', `1')
define(`sm_version_beta', `')
define(`sm_revision', `-2+deb12u2')
dnl 65536 for each 8, 256 for each .17, 1 for each .1
define(`sm_version_math', `528641')
define(`sm_date', `2024-06-16')
define(`sm_time', `21:07:57')
define(`sm_utc', `+0000')
dnl what it is built with
define(`sm_enable_auth', `yes')
define(`sm_auth_lib', `2')
define(`sm_enable_hesiod', `no')
define(`sm_enable_ipv6', `yes')
define(`sm_enable_ldap', `yes')
define(`sm_ldap_lib', `-lldap -llber')
define(`sm_enable_maillock', `yes')
define(`sm_enable_milter', `yes')
define(`sm_enable_ndbm', `no')
define(`sm_enable_newdb', `yes')
define(`sm_newdb_lib', `-ldb')
define(`sm_enable_nis', `yes')
define(`sm_enable_nisplus', `yes')
define(`sm_enable_regex', `yes')
define(`sm_enable_sfio', `no')
define(`sm_enable_shm', `yes')
define(`sm_enable_tcpd', `yes')
define(`sm_enable_tls', `yes')
')dnl
