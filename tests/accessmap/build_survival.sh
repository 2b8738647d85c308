#!/bin/bash
# The old database survives whatever a build runs into, and nothing half
# written stays behind: a full disk, a folder without permission, signals.
# usage: build_survival.sh ACCESSMAP
set -u
accessmap=$1
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 1
ln -s "$accessmap" makemap
failed=0
fail() { echo "FAILED: $1"; failed=1; }

mkdir db
echo 'old entry' | "$accessmap" build hash db/x.db || fail 'first build'
cp db/x.db sound.db
seq 1 20000 | sed 's/.*/key& a value of number &/' > big.txt

# unharmed WHAT: db/ holds the old database, as it was, and nothing else.
unharmed() {
  cmp -s db/x.db sound.db || fail "$1: the old database was changed"
  [[ $(ls -A db) == x.db ]] || fail "$1: left behind: $(ls -A db)"
}

# A limit on the size of files stands for a full disk.
(ulimit -f 100; exec "$accessmap" build hash db/x.db big.txt) 2> err && fail 'full disk: success'
grep -q 'File too large' err || fail "full disk: $(< err)"
unharmed 'full disk'
(ulimit -f 100; exec ./makemap btree db/x.db < big.txt) 2> err
[[ $? == 74 ]] || fail 'full disk, makemap: exit status'
unharmed 'full disk, makemap'

# Stopped while it waits for its input, and while it writes.
for signal in INT TERM HUP; do
  mkfifo fifo
  (trap - INT; exec "$accessmap" build hash db/x.db < fifo) &
  pid=$!
  exec 3> fifo
  head -n 100 big.txt >&3
  sleep 0.3
  kill -s $signal $pid
  exec 3>&-
  wait $pid 2> /dev/null
  unharmed "signal $signal while reading"
  rm fifo
done
for delay in 0.01 0.03 0.06 0.1; do
  cp sound.db db/x.db
  "$accessmap" build hash db/x.db big.txt &
  pid=$!
  sleep $delay
  kill -s TERM $pid 2> /dev/null
  if wait $pid; then
    rm db/x.db && cp sound.db db/x.db # it was faster
  fi
  unharmed "SIGTERM after $delay s"
done

# Killed outright, what it leaves is removed by the next build.
"$accessmap" build btree db/x.db big.txt &
pid=$!
sleep 0.02
kill -s KILL $pid 2> /dev/null
wait $pid 2> /dev/null
echo 'old entry' | "$accessmap" build hash db/x.db || fail 'build after SIGKILL'
[[ $(ls -A db) == x.db ]] || fail "SIGKILL: left behind: $(ls -A db)"
cp db/x.db sound.db

# Wrong input.
printf 'a b\na c\n' | "$accessmap" build hash db/x.db 2> err && fail 'wrong line: success'
unharmed 'wrong line'
./makemap hash db/x.db < / 2> err && fail 'makemap of a folder: success'
unharmed 'makemap of a folder'
echo 'a b' | "$accessmap" build -o btree db/x.db 2> err && fail 'append of another type: success'
unharmed 'append of another type'

# A folder without permission; root has it always.
if [[ $(id -u) != 0 ]]; then
  chmod 555 db
  echo 'a b' | "$accessmap" build hash db/x.db 2> err && fail 'no permission: success'
  grep -q 'Permission denied' err || fail "no permission: $(< err)"
  chmod 755 db
  unharmed 'folder without permission'
fi

# Twenty builds that append at once: none is lost.
for i in {1..20}; do
  echo "key$i value" | "$accessmap" build -o hash db/x.db &
done
wait
[[ $("$accessmap" dump db/x.db | wc -l) == 21 ]] || fail 'appends at once: entries lost'
[[ $(ls -A db) == x.db ]] || fail "appends at once: left behind: $(ls -A db)"
exit $failed
