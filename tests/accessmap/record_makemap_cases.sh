#!/bin/bash
# Records what the reference's makemap does with each case of
# makemap_cases.list, for makemap_cases_test.cc to compare with.
#
# usage: record_makemap_cases.sh MAKEMAP > makemap.cases
# Needs db5.3_dump. Run it in a folder that only its owner may write to.
set -euo pipefail
makemap=$1
list=$(dirname "$(realpath "$0")")/makemap_cases.list
work=$(mktemp -d "$PWD/record.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
chmod 755 .
: > empty.cf

run() { # arguments, input, files for stdout and stderr
  local words
  read -ra words <<< "$1"
  words=("${words[@]//'\040'/ }")
  printf '%b' "$2" | (exec -a makemap "$makemap" "${words[@]}") > "$3" 2> "$4"
}

while IFS='|' read -r name arguments input first_arguments first_input; do
  [[ $name == '#'* || -z $name ]] && continue
  rm -f x.db
  printf '== %s\nargs %s\ninput %s\n' "$name" "$arguments" "$input"
  if [[ -n $first_arguments ]]; then
    printf 'first_args %s\nfirst_input %s\n' "$first_arguments" "$first_input"
    run "$first_arguments" "$first_input" out err
  fi
  status=0
  run "$arguments" "$input" out err || status=$?
  printf 'exit %s\n' "$status"
  sed 's/^/out /' out
  sed 's/^/err /' err
  [[ -f x.db ]] && db5.3_dump x.db | sed '1,/HEADER=END/d;/DATA=END/d' | sed 's/^ //' |
    paste -d' ' - - | LC_ALL=C sort | sed 's/^/entry /'
done < "$list"
exit 0
