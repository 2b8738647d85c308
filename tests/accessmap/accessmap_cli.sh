#!/bin/bash
# What the commands of accessmap print, and their exit statuses.
# usage: accessmap_cli.sh ACCESSMAP
set -u
accessmap=$1
# shellcheck source=tests/accessmap/expect.sh
. "$(dirname "$(readlink -f "$0")")/expect.sh"

text() { printf '%b' "$1" > text; input=text; }

for type in hash btree; do
  text 'Foo.Com\tREJECT\nbar  550 no such user\n'
  expect "build $type" 0 '' "$accessmap" build $type x.db
  input=/dev/null
  expect "build $type of a source" 0 '' "$accessmap" build $type y text
  expect "build made y.db" 0 'foo.com	REJECT' "$accessmap" query y foo.com
  expect 'query folds its keys' 0 'FOO.com	REJECT' "$accessmap" query x.db FOO.com
  expect 'query -f does not' 1 'accessmap: x.db: no entry for "FOO.com"' \
    "$accessmap" query -f x.db FOO.com
  expect 'query of several' 1 $'bar\t550 no such user\naccessmap: x.db: no entry for "none"' \
    "$accessmap" query x.db bar none
  "$accessmap" dump x.db > dumped
  expect "dump reads back" 0 '' "$accessmap" build $type z.db dumped
  "$accessmap" dump z.db | cmp - dumped || failed=1
done

text 'A b\nc\nd:e\n'
expect 'build -N -e -f' 0 '' "$accessmap" build --nul --empty-values --keep-case hash n.db
expect 'query finds a key with NUL' 0 'd:e	' "$accessmap" query -f n.db d:e
expect 'query -O does not' 1 '*no entry for "d:e"' "$accessmap" query -O n.db d:e
expect 'dump says how to build it' 0 $'# accessmap build -f -N -e hash\n*' "$accessmap" dump n.db
text 'a b:c\n'
expect 'build with a delimiter' 0 '' "$accessmap" build -t : hash d.db
expect 'dump leaves out what build would not read' 2 '*key "a b" was left out*' \
  "$accessmap" dump d.db
expect 'dump with the delimiter' 0 "# accessmap build -t ':' hash"$'\na b:c' \
  "$accessmap" dump -t : d.db
text ''
expect 'an empty text makes an empty database' 0 '' "$accessmap" build hash e.db
expect 'which is sound' 0 '' "$accessmap" dump e.db

text 'a b\nx\na c\n d\ne f\r\n'
cp text access.txt
expect 'wrong lines are named' 1 'accessmap: access.txt: line 2: no value for key "x"; add one*
accessmap: access.txt: line 3: key "a" is in line 1 already; *
accessmap: access.txt: line 4: begins with white space; *
accessmap: access.txt: line 5: has a carriage return*
accessmap: x.db: not written' "$accessmap" build hash x.db access.txt
expect 'and the old database stays' 0 'bar*' "$accessmap" query x.db bar
text 'a b\rc d\n'
expect 'a carriage return inside is no value either' 1 '*line 1: has a carriage return*' \
  "$accessmap" build hash x.db
ln -sf "$accessmap" makemap
expect 'makemap takes it' 0 '' ./makemap hash cr.db
expect 'dump leaves it out, for build would not read it' 2 '*key "a" was left out*' \
  "$accessmap" dump cr.db
text 'bar 1\n'
expect 'append of a key that is there' 1 '*key "bar" is in the old database already*' \
  "$accessmap" build -o btree x.db
expect 'append and replace' 0 '' "$accessmap" build -o -r btree x.db
expect 'replaced' 0 'bar	1' "$accessmap" query x.db bar

# Built only when the source, the options or the database have changed.
built() { stat -c %i again.db; }
# rebuilt WHAT YES|NO OPTION...: builds again; is there another file?
rebuilt() {
  local what=$1 expected=$2 before after
  shift 2
  before=$(built)
  expect "build again: $what" 0 '' "$accessmap" build "$@"
  # No other file gets its number while it is open (9).
  after=$(built)
  if [[ $before == "$after" ]]; then after=no; else after=yes; fi
  [[ $after == "$expected" ]] || { echo "FAILED: rebuilt, $what: $after"; failed=1; }
  exec 9< again.db
}
printf 'a b\nc d\n' > again.txt
sleep 0.1
"$accessmap" build hash again again.txt || failed=1
exec 9< again.db
if python3 -c 'import os, sys; os.getxattr("again.db", "user.accessmap.made-of")' 2> /dev/null; then
  rebuilt 'nothing changed' no hash again again.txt
  rebuilt 'by another name of the source' no hash again ./again.txt
  rebuilt 'with an option' yes -f hash again again.txt
  rebuilt 'with other options' yes -e hash again again.txt
  rebuilt 'another type' yes btree again again.txt
  rebuilt 'the same type' no btree again again.txt
  rebuilt 'with --force' yes --force btree again again.txt
  touch -r again.txt stamp; printf 'a x\nc d\n' > again.txt; touch -r stamp again.txt; sleep 0.1
  rebuilt 'a source whose times were set back' yes btree again again.txt
  expect 'it has what the source has' 0 'a	x' "$accessmap" query again a
  "$accessmap" edit again set a y || failed=1
  exec 9< again.db
  rebuilt 'an edited database' yes btree again again.txt
  touch -r again.db stamp
  printf 'damage' | dd of=again.db bs=1 seek=4100 conv=notrunc status=none; touch -r stamp again.db
  rebuilt 'damage that the times do not show' yes btree again again.txt
  ./makemap hash again < again.txt || failed=1
  exec 9< again.db
  rebuilt 'one that makemap made' yes hash again again.txt
  cp again.txt other.txt; sleep 0.1
  rebuilt 'a copy of the source' yes hash again other.txt
  input=again.txt; sleep 0.1
  rebuilt 'the standard input, a file' yes hash again
  rebuilt 'the same' no hash again
  rebuilt 'it is the same file' no hash again again.txt
  input=/dev/null
else
  echo 'no extended attributes here: build always builds'
fi

expect 'unknown type' 2 '*there is no database type "dbm"; hash, btree, cdb and lmdb there are*' \
  "$accessmap" build dbm x.db
expect 'unknown option' 2 '*there is no option -q*' "$accessmap" build -q hash x.db
expect 'option without its argument' 2 '*option -t needs CHAR*' "$accessmap" build hash x.db -t
expect 'long delimiter' 2 '*the delimiter must be one character*' "$accessmap" build -t ab hash x.db
expect 'unknown command' 2 '*there is no command frob*' "$accessmap" frob
expect 'no command' 2 'usage:*' "$accessmap"
expect 'help' 0 'usage:*' "$accessmap" --help
for command in build query dump; do
  expect "$command --help" 0 "usage: accessmap $command*" "$accessmap" $command --help
  expect "$command without operands" 2 "accessmap: $command needs*" "$accessmap" $command
done
expect 'missing source' 2 '*none.txt: cannot be read: No such file*' \
  "$accessmap" build hash x.db none.txt
expect 'source that is a folder' 2 '*/: cannot be read: Is a directory' \
  "$accessmap" build hash x.db /
expect 'missing database' 2 'accessmap: none.db: No such file*' "$accessmap" query none k
mkdir folder.db
expect 'database that is a folder' 2 '*is a directory*' "$accessmap" query folder.db k
expect 'build over a folder' 2 '*is a directory*' "$accessmap" build hash folder.db
expect 'database that is a text' 2 '*text: is too short*' "$accessmap" dump text
cp x.db cut.db && truncate -s 5000 cut.db
expect 'a cut database' 2 '*cut.db: was cut: *' "$accessmap" dump cut.db
: > zero.db
expect 'a file of no bytes' 2 '*zero.db: is empty*' "$accessmap" query zero.db k
if [[ -w /dev/full ]]; then
  "$accessmap" dump x.db > /dev/full 2> err
  [[ $? == 2 && $(< err) == *'No space left'* ]] || { echo 'FAILED: full output'; failed=1; }
fi

for type in hash btree; do
  printf 'a 1\nb 2\nc 3\n' | "$accessmap" build $type ed.db || failed=1
  cp ed.db old.db
  expect "edit $type: set" 0 '' "$accessmap" edit ed.db set B '20 and more'
  expect "edit $type: a new key" 0 '' "$accessmap" edit ed set d 4
  expect "edit $type: delete" 0 '' "$accessmap" edit ed delete a
  expect "edit $type: delete what is not there" 1 'accessmap: ed.db: no entry for "x"' \
    "$accessmap" edit ed delete x c
  expect "diff after edit" 1 $'- ?\t*\n- ?\t*\n- ?\t*\n+ ?\t*\n+ ?\t*' "$accessmap" diff old ed
  "$accessmap" diff old ed | LC_ALL=C sort > differences
  printf '+ b\t20 and more\n+ d\t4\n- a\t1\n- b\t2\n- c\t3\n' | cmp - differences || failed=1
  expect "verify $type" 0 "ed.db: $type, 2 entries" "$accessmap" verify ed
done
"$accessmap" dump ed | "$accessmap" build cdb ed || failed=1
expect 'diff of two types' 0 '' "$accessmap" diff ed.db ed.cdb
expect 'verify cdb' 0 $'ed.cdb: cdb, 2 entries\nold.db: btree, 3 entries' \
  "$accessmap" verify ed.cdb old.db
for type in cdb lmdb; do
  if [[ $type == lmdb ]] && ! "$accessmap" build lmdb probe < /dev/null 2> /dev/null; then
    echo 'LMDB files are read only here: not edited'
    continue
  fi
  printf 'a 1\nb 2\nc 3\n' | "$accessmap" build $type ed.$type || failed=1
  cp ed.$type old.$type
  expect "edit $type: set" 0 '' "$accessmap" edit ed.$type set B '20 and more'
  expect "edit $type: a new key" 0 '' "$accessmap" edit ed.$type set d 4
  expect "edit $type: delete" 0 '' "$accessmap" edit ed.$type delete a
  expect "edit $type: delete what is not there" 1 "accessmap: ed.$type: no entry for \"x\"" \
    "$accessmap" edit ed.$type delete x c
  "$accessmap" diff old.$type ed.$type | LC_ALL=C sort > differences
  printf '+ b\t20 and more\n+ d\t4\n- a\t1\n- b\t2\n- c\t3\n' | cmp - differences || failed=1
  expect "verify $type" 0 "ed.$type: $type, 2 entries" "$accessmap" verify ed.$type
  text 'e 5\nf 6\n'
  expect "append to $type" 0 '' "$accessmap" build -o $type ed.$type
  text 'g 7\nd 8\n'
  expect "append to $type of a key that is there" 1 \
    '*key "d" is in the old database already*' "$accessmap" build -o $type ed.$type
  expect "append to $type and replace" 0 '' "$accessmap" build -o -r $type ed.$type
  expect "appended to $type" 0 $'b\t20 and more\nd\t8\ne\t5\nf\t6\ng\t7' \
    "$accessmap" query ed.$type b d e f g
  input=/dev/null
  truncate -s 2000 ed.$type
  cp ed.$type cut
  expect "edit of a $type that was cut" 2 "accessmap: ed.$type: *" "$accessmap" edit ed.$type set a 1
  cmp ed.$type cut || failed=1
done
printf 'a 1\na 2\na 2\n' | "$accessmap" build -d hash twice || failed=1
printf 'a 2\na 1\n' | "$accessmap" build -d btree once || failed=1
expect 'diff counts duplicates' 1 $'- a\t2' "$accessmap" diff twice.db once.db
# As editmap of 8.17.1 does it: one more, or all away.
for type in hash btree; do
  printf 'a 1\na 2\na 2\nb 3\n' | "$accessmap" build -d $type several || failed=1
  expect "edit of duplicates, $type: one more" 0 '' "$accessmap" edit several set a 2
  expect "and a new key" 0 '' "$accessmap" edit several set c 4
  expect "they are there" 0 "several.db: $type, 6 entries" "$accessmap" verify several
  [[ $("$accessmap" dump several | grep -c $'^a\t2') == 3 ]] || { echo 'FAILED: a 2'; failed=1; }
  expect "edit of duplicates, $type: delete" 0 '' "$accessmap" edit several delete a
  expect "all are gone" 1 $'b\t3\nc\t4\n*no entry for "a"' "$accessmap" query several b c a
  expect "and the others stay" 0 "several.db: $type, 2 entries" "$accessmap" verify several
done
printf 'a 1\n' | "$accessmap" build -N hash nul || failed=1
expect 'edit with NUL' 0 '' "$accessmap" edit -N nul set b 2
expect 'edited with NUL' 0 'b	2' "$accessmap" query -N nul b
expect 'verify of no database' 2 '*text: is too short*' "$accessmap" verify text old.db
for command in edit diff verify; do
  expect "$command --help" 0 "usage: accessmap $command*" "$accessmap" $command --help
  expect "$command without operands" 2 "accessmap: $command needs*" "$accessmap" $command
done

# What comes from a pipe is made as of a file, in as little memory, wherever its parts end. (The
# sanitizers' programs do not start in so little.)
printf -v long '%0250d' 0
seq 1 130000 | sed "s/.*/key& value&$long/" > large.txt
little() { (ulimit -v 45000; "$@"); }
little "$accessmap" --help > help 2>&1 || little() { "$@"; }
"$accessmap" build hash file large.txt || failed=1
little "$accessmap" build hash pipe < <(cat large.txt) || failed=1
little ./makemap hash made < <(cat large.txt) || failed=1
for name in pipe made; do
  # All but the number that libdb gives each file.
  [[ $(cmp -l file.db $name.db | wc -l) -le 20 ]] || { echo "FAILED: $name differs"; failed=1; }
done
{ echo 'a 1'; head -c 5000000 /dev/zero | tr '\0' k; printf '\nb 2\na 3\n'; } > long.txt
for way in '< long.txt' '< <(cat long.txt)'; do
  eval "./makemap hash long $way" 2> err
  [[ $? == 65 ]] || { echo "FAILED: long line, $way: exit status"; failed=1; }
  # 5,000,000 bytes are 4,887 pieces of 1,023 and one of 599, which is the key of no value.
  [[ $(grep -c 'line too long (1024 bytes max)' err) == 4887 ]] || { echo "FAILED: $way"; failed=1; }
  grep -q 'line 4891: key a: duplicate key' err || { echo "FAILED: number, $way"; failed=1; }
  expect 'the other lines are there' 0 $'a\t1\nb\t2' "$accessmap" query long a b
done
exit $failed
