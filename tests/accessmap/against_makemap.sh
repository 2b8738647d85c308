#!/bin/bash
# 10,000 random keys: what the reference's makemap writes we read, and the
# reverse, hash and btree. Skipped where there is no makemap.
# usage: against_makemap.sh ACCESSMAP
# The reference is looked for in LIBRULES_REFERENCE_DIR (its packages unpacked
# there), then on PATH.
set -u
accessmap=$1
reference=
for name in "${LIBRULES_REFERENCE_DIR:-/nonexistent}"/usr/{sbin,lib/sm.bin,libexec/sendmail}/makemap \
  "$(type -P makemap)"; do
  # Ours, under the name makemap, would prove nothing.
  [[ -f $name && ! $name -ef $accessmap ]] && { reference=$name; break; }
done
if [[ -z $reference ]]; then
  echo 'skipped: no makemap of the reference (LIBRULES_REFERENCE_DIR is not set)'
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
: > none.cf
makemap() { "$reference" -C none.cf "$@" 2> warnings; }
failed=0
fail() { echo "FAILED: $1"; failed=1; }

awk 'BEGIN {
  srand(8171)
  for (i = 0; i < 10000; ++i) {
    key = ""
    for (n = 1 + int(rand() * 40); n > 0; --n) key = key sprintf("%c", 33 + int(rand() * 94))
    value = ""
    for (n = 1 + int(rand() * 200); n > 0; --n) value = value sprintf("%c", 33 + int(rand() * 94))
    printf "%d%s\t%s\n", i, key, value
  }
}' > random.txt
LC_ALL=C awk '{ k = $1; sub(/^[^\t]*\t/, ""); print tolower(k) "\t" $0 }' random.txt |
  LC_ALL=C sort > expected
cut -f1 random.txt | tr '\n' '\0' > keys

for type in hash btree; do
  for nul in '' -N; do
    rm -f theirs.db ours.db
    makemap $nul $type theirs < random.txt || fail "makemap $nul $type: $(< warnings)"
    "$accessmap" build $nul $type ours.db random.txt || fail "build $nul $type"
    for file in theirs ours; do
      makemap -u $type $file | LC_ALL=C sort | cmp - expected || fail "makemap -u of $file"
      "$accessmap" dump $file.db | grep -v '^# accessmap build' | LC_ALL=C sort | cmp - expected ||
        fail "dump of $file"
      xargs -0 -n 500 "$accessmap" query $file.db -- < keys | cut -f2- > found || fail "query of $file"
      cut -f2- random.txt | cmp - found || fail "query of $file: values"
    done
  done
done
exit $failed
