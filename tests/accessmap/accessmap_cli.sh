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
accessmap: access.txt: line 5: ends in a carriage return*
accessmap: x.db: not written' "$accessmap" build hash x.db access.txt
expect 'and the old database stays' 0 'bar*' "$accessmap" query x.db bar
text 'bar 1\n'
expect 'append of a key that is there' 1 '*key "bar" is in the old database already*' \
  "$accessmap" build -o btree x.db
expect 'append and replace' 0 '' "$accessmap" build -o -r btree x.db
expect 'replaced' 0 'bar	1' "$accessmap" query x.db bar

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
expect 'edit cdb' 2 '*a cdb database cannot be edited*' "$accessmap" edit ed.cdb set a 1
printf 'a 1\na 2\na 2\n' | "$accessmap" build -d hash twice || failed=1
printf 'a 2\na 1\n' | "$accessmap" build -d btree once || failed=1
expect 'diff counts duplicates' 1 $'- a\t2' "$accessmap" diff twice.db once.db
expect 'edit of duplicates' 2 '*may have several values*' "$accessmap" edit twice delete a
printf 'a 1\n' | "$accessmap" build -N hash nul || failed=1
expect 'edit with NUL' 0 '' "$accessmap" edit -N nul set b 2
expect 'edited with NUL' 0 'b	2' "$accessmap" query -N nul b
expect 'verify of no database' 2 '*text: is too short*' "$accessmap" verify text old.db
for command in edit diff verify; do
  expect "$command --help" 0 "usage: accessmap $command*" "$accessmap" $command --help
  expect "$command without operands" 2 "accessmap: $command needs*" "$accessmap" $command
done
exit $failed
