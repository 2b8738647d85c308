#!/bin/bash
# What accessmap check and accessmap explain print, and their exit statuses.
# usage: accessmap_policy.sh ACCESSMAP
set -u
accessmap=$1
# shellcheck source=tests/accessmap/expect.sh
. "$(dirname "$(readlink -f "$0")")/expect.sh"

printf 'Connect:10.1\tREJECT\nexample.com\tOK\nTLS_Clt:\tVERIFY:128\n' > good
expect 'check: nothing' 0 '' "$accessmap" check good
printf '10.0.0.0/15\tREJECT\nTLS_Srv:a.example\tENCR\n' > bad
expect 'check: findings' 1 \
  'bad:1: error: 10.0.0.0/15: is never asked for: *; write 10.0, 10.1; *
bad:2: error: tls_srv:a.example: \[open\] ENCR without bits*; write ENCR:128*' "$accessmap" check bad
expect 'check: tls_strict' 1 '*tls_srv:a.example: ENCR without bits*refused*' "$accessmap" check -s bad
expect 'check: -F is the same' 1 '*refused*' "$accessmap" check -F tls_strict bad
expect 'check: JSON' 1 \
  '{"file":"bad","line":1,"severity":"error","opens":false,"code":"never-asked","key":"10.0.0.0/15",*}
{"file":"bad","line":2,*"opens":true,*}' "$accessmap" check --json bad
if command -v python3 > /dev/null; then
  printf 'a\xff\\"b.example\t"\x01\\\xc3\xa9\n' > odd
  expect 'check: JSON of any bytes' 0 '' bash -c \
    '"$1" check --json odd | python3 -c "import json, sys; [json.loads(l) for l in sys.stdin]"' - "$accessmap"
fi
input=bad expect 'check: standard input' 1 '-:1: error:*' "$accessmap" check -
expect 'check: expansion' 0 $'10.0\tREJECT\n10.1\tREJECT\nTLS_Srv:a.example\tENCR' \
  "$accessmap" check --expand-cidr bad
expect 'check: no such file' 2 'accessmap: none: cannot be read: No such file*' "$accessmap" check none
expect 'check: a folder' 2 'accessmap: .: cannot be read:*' "$accessmap" check .
expect 'check: a wrong feature' 2 '*do you mean lookupdotdomain?*' "$accessmap" check -F lookupdotdoman good
expect 'check: no operand' 2 '*check needs*' "$accessmap" check
expect 'check --help' 0 '*Exit status: 0 nothing is wrong*' "$accessmap" check --help

expect 'explain: a name' 0 'Connect: mail.example.com
check_relay: may the client connect?
   1    Connect:mail.example.com	-
   2    mail.example.com	-
   3    Connect:example.com	-
   4 -> example.com	OK (line 2)
  the client is accepted*' "$accessmap" explain good Connect mail.example.com
expect 'explain: a name and its address' 0 '* -> Connect:10.1	REJECT (line 1)
  the client is refused*' "$accessmap" explain good connect mail.example.org 10.1.2.3
expect 'explain: an address alone' 0 '*1    Connect:\[10.1.2.3\]	-*Connect:10.1	REJECT*' \
  "$accessmap" explain good Connect 10.1.2.3
expect 'explain: the tag alone' 0 '*-> TLS_Clt:	VERIFY:128 (line 3)
  the certificate must be verified, by 128 bits at least; else 454 4.7.0' \
  "$accessmap" explain good TLS_Clt a.example 2001:db8::1
expect 'explain: no entry' 1 '*no entry*' "$accessmap" explain good TLS_Srv a.example
expect 'explain: several' 0 '*From: a@example.com*From: b@example.org*' \
  "$accessmap" explain good From a@example.com b@example.org
printf 'SubjAltName:SMI:joe@a.example\tRELAY\nrhs:a.example\tOK\n' > names
expect 'explain: an alternative name' 0 '*-> SubjAltName:SMI:joe@a.example	RELAY (line 1)
  the client may relay*' "$accessmap" explain -F tls_relay_altnames names SubjAltName SMI:joe@a.example
expect 'explain: an exempt sender' 0 '*1    rhs:joe@a.example	-
   2    joe@a.example	-
   3 -> rhs:a.example	OK (line 2)
  the sender is not looked for in the list' "$accessmap" explain names rhs joe@a.example
"$accessmap" build hash good.db good || failed=1
expect 'explain: a database' 0 '*4 -> example.com	OK
*' "$accessmap" explain good.db Connect mail.example.com
if "$accessmap" build cdb good.cdb good 2> /dev/null; then
  expect 'explain: a cdb' 0 '*4 -> example.com	OK
*' "$accessmap" explain good.cdb Connect mail.example.com
fi
expect 'explain: a wrong tag' 2 '*do you mean Connect?*' "$accessmap" explain good Conect a
expect 'explain: no such map' 2 '*none.db*' "$accessmap" explain none.db Connect a
head -c 3000 good.db > cut.db
expect 'explain: a damaged database' 2 '*cut.db*' "$accessmap" explain cut.db Connect a
expect 'explain: too few' 2 '*explain needs*' "$accessmap" explain good Connect

exit $failed
