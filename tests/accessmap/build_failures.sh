#!/bin/bash
# Whatever system call of a build fails, and however often, the old database stays byte for byte
# and nothing is left beside it; and so it is when a build is killed at any moment.
# usage: build_failures.sh ACCESSMAP FAILING_CALLS.SO [KILLS]
set -u
accessmap=$1 preload=$2 kills=${3:-20}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0
fail() { echo "FAILED: $1"; failed=1; }

seq 1 300 | sed 's/.*/key& a value of number &/' > small.txt
seq 1 30000 | sed 's/.*/key& a value of number &/' > big.txt
echo "a $(head -c 5000 /dev/zero | tr '\0' v)" > long.txt
mkdir db

# is_new FILE: it holds what the build was to make; bytes differ, for libdb gives each file a number.
is_new() { "$accessmap" dump "$1" 2> /dev/null | LC_ALL=C sort | cmp -s - new; }

# survives FILE WHAT: the old one is there, or the new one whole after the folder's sync failed.
survives() {
  if ! cmp -s "$1" old; then
    grep -q 'is in place, but its folder could not be synced' err && is_new "$1" ||
      fail "$2: the old database was changed"
    cp old "$1"
  fi
  [[ $(ls -A db) == "${1#db/}" ]] || { fail "$2: left behind: $(ls -A db)"; rm -f db/*.new-*; }
}

# every_call TYPE FILE SOURCE OPTION...: lets each call fail, alone and with all after it.
every_call() {
  local type=$1 file=$2 source=$3 calls n on
  shift 3
  rm -f db/*
  echo 'old entry' | "$accessmap" build "$type" "$file" || fail "first build of $type"
  cp "$file" old
  FAIL_COUNT=calls LD_PRELOAD=$preload "$accessmap" build "$@" "$type" "$file" "$source" ||
    fail "build of $type"
  calls=$(< calls)
  "$accessmap" dump "$file" | LC_ALL=C sort > new
  cp old "$file"
  ((calls > 10)) || fail "$type: only $calls calls"
  for ((n = 1; n <= calls; n += 1 + n / 60)); do
    for on in '' yes; do
      timeout -s KILL 30 env FAIL_AT=$n ${on:+FAIL_ON=yes} LD_PRELOAD="$preload" \
        "$accessmap" build "$@" "$type" "$file" "$source" 2> err
      case $? in
        0) is_new "$file" || fail "$type $*: call $n of $calls: success without the new one"
           cp old "$file" ;;
        1 | 2) [[ -s err ]] || fail "$type $*: call $n of $calls: no message" ;;
        137) fail "$type $*: call $n of $calls: hangs" ;;
        *) fail "$type $*: call $n of $calls: exit status $?" ;;
      esac
      survives "$file" "$type $*: call $n of $calls fails${on:+ and all after it}"
    done
  done
}
every_call hash db/x.db small.txt
every_call btree db/x.db small.txt
every_call cdb db/x.cdb small.txt
every_call hash db/x.db long.txt
every_call btree db/x.db small.txt -d
every_call hash db/x.db small.txt -o

# Killed at any moment of a build, the old one or the new one is there.
for type in hash btree cdb; do
  rm -f db/*
  file=db/x.db
  [[ $type == cdb ]] && file=db/x.cdb
  "$accessmap" build $type "$file" big.txt
  begin=$(date +%s%N)
  "$accessmap" build --force $type "$file" big.txt
  took=$(($(date +%s%N) - begin))
  echo 'old entry' | "$accessmap" build $type "$file"
  cp "$file" old
  for ((n = 0; n < (kills + 2) / 3; ++n)); do
    "$accessmap" build $type "$file" big.txt &
    pid=$!
    sleep "$(awk -v took=$took -v r=$RANDOM 'BEGIN {print took / 1e9 * r / 32767}')"
    kill -s KILL $pid 2> /dev/null
    wait $pid 2> /dev/null
    "$accessmap" dump "$file" > dumped 2>&1 || fail "$type killed: $(tail -n 1 dumped)"
    case $(wc -l < dumped) in
      1) cmp -s "$file" old || fail "$type killed: the old database was changed" ;;
      30000) cp old "$file" ;;
      *) fail "$type killed: neither the old database nor the new one" ;;
    esac
  done
  echo 'old entry' | "$accessmap" build $type "$file" || fail "$type: build after kills"
  [[ $(ls -A db) == "${file#db/}" ]] || fail "$type killed: left behind: $(ls -A db)"
done
exit $failed
