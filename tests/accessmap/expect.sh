# shellcheck shell=bash
# Sourced by the scripts that run accessmap: a folder of their own to work in, and what is expected
# of a command. They end with: exit $failed
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0

# expect NAME STATUS OUTPUT COMMAND...: runs it with both outputs as one; the
# expected OUTPUT is a pattern of bash's [[ ]].
expect() {
  local name=$1 status=$2 pattern=$3 output got
  shift 3
  output=$("$@" 2>&1 < "${input:-/dev/null}")
  got=$?
  # shellcheck disable=SC2053
  if [[ $got != "$status" || $output != $pattern ]]; then
    printf 'FAILED: %s: status %s, expected %s; output:\n%s\nexpected:\n%s\n' \
      "$name" "$got" "$status" "$output" "$pattern"
    failed=1
  fi
}
