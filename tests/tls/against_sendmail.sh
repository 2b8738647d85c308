#!/bin/bash
# What sendmail's macros say of random certificates, and what ours do.
#
#   against_sendmail.sh NAMES_AGAINST_SENDMAIL COUNT [SEED]
#
# Runs the reference (LIBRULES_REFERENCE_DIR, see tests/reference) as a server on the loopback
# interface, in name spaces of its own. Skipped without it, or without the right to make those.
set -eu

program=$1
count=$2
seed=${3:-1}
skip() {
  echo "skipped: $1"
  exit 77
}
root=${LIBRULES_REFERENCE_DIR:-}
[ -n "$root" ] || skip "LIBRULES_REFERENCE_DIR is not set"
sendmail=
for name in "$root"/usr/sbin/sendmail "$root"/usr/libexec/sendmail/sendmail; do
  if [ -x "$name" ]; then sendmail=$name; fi
done
[ -n "$sendmail" ] || skip "no sendmail below $root"
command -v openssl >/dev/null || skip "no openssl"
unshare -m -u -n true 2>/dev/null || skip "no right to make name spaces"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cat >"$work/inside" <<'INSIDE'
set -eu
work=$1 sendmail=$2 program=$3 count=$4 seed=$5
hostname mx.test.example
ip link set lo up
printf '127.0.0.1 localhost\n192.0.2.1 mx.test.example mx\n' >"$work/hosts"
mount --bind "$work/hosts" /etc/hosts
# Files below a world-writable folder are refused: they get a folder of their own.
mount -t tmpfs -o mode=755 none /mnt
cd /mnt
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem \
  -out cert.pem -days 2 -subj /CN=mx.test.example 2>/dev/null
chmod 600 key.pem
mkdir queue
{
  printf '%s\n' V10/Berkeley Djmx.test.example Dwmx \
    'O ServerCertFile=/mnt/cert.pem' 'O ServerKeyFile=/mnt/key.pem' \
    'O CACertFile=/mnt/cert.pem' 'O CACertPath=/mnt' 'O QueueDirectory=/mnt/queue' 'O SetCertAltnames=True' \
    'O LogLevel=0' 'O RefuseLA=10000' 'O Timeout.ident=0' 'O PidFile=/mnt/pid' 'O DaemonPortOptions=Port=2525,Addr=127.0.0.1' \
    'O OperatorChars=.:@[]+=/,-0123456789ABCDEF' \
    'Mlocal, P=/bin/true, F=l, A=true' 'Mprog, P=/bin/true, F=l, A=true' Scheck_vrfy
  printf 'R1\t$#error $@ 5.7.1 $: "550 <" $&{cert_subject} ">"\n'
  printf 'R2\t$#error $@ 5.7.1 $: "550 <" $&{cert_issuer} ">"\n'
  printf 'R3\t$#error $@ 5.7.1 $: "550 <" $&{cn_subject} ">"\n'
  printf 'R4\t$#error $@ 5.7.1 $: "550 <" $&{cn_issuer} ">"\n'
  printf 'R5\t$#error $@ 5.7.1 $: "550 <" %s ">"\n' '$&{verify} "|" $&{cert_md5} "|" $&{tls_version} "|" $&{cipher} "|" $&{cipher_bits} "|" $&{alg_bits}'
  printf 'Rdns : $={cert_altnames}\t$#error $@ 5.7.1 $: "550 <yes>"\n'
  printf 'Rdns : $*\t$#error $@ 5.7.1 $: "550 <no>"\n'
} >cf
"$sendmail" -bD -C /mnt/cf >log 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
for _ in $(seq 100); do
  if (exec 3<>/dev/tcp/127.0.0.1/2525) 2>/dev/null; then break; fi
  sleep 0.1
done
"$program" 2525 "$count" "$seed"
INSIDE
status=0
unshare -m -u -n bash "$work/inside" "$work" "$sendmail" "$program" "$count" "$seed" || status=$?
exit $status
