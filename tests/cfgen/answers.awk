# Usage: awk -f answers.awk QUESTIONS TRANSCRIPT
#
# Prints each question of an address test session and its final answer: the last "returns:" of a
# ruleset, the last two lines of /try and /parse, all lines of the others. Prompts count: each
# line that was read printed one.
function finish() {
  if (current in asked && asked[current] !~ /^(\.|\/tryflags)/)
    print asked[current] "\n  " (answer == "" ? "-" : answer)
  answer = ""
  before = ""
}
FNR == NR { asked[++count] = $0; next }
{
  while (substr($0, 1, 2) == "> ") {
    finish()
    current++
    $0 = substr($0, 3)
  }
  if ($0 == "" || !(current in asked)) next
  if (asked[current] ~ /^[\/]/) {
    if ($0 ~ /(input|returns):/ || $0 ~ /^== Ruleset/) next
    answer = (before == "" ? "" : before "\n  ") $0
    before = $0
  } else if (asked[current] ~ /^\$/) {
    answer = answer (answer == "" ? "" : " ") $0
  } else if (match($0, /returns: */)) {
    answer = substr($0, RSTART + RLENGTH)
    if (answer == "") answer = "(nothing)"
  } else if ($0 ~ /^Undefined|rror/) {
    answer = $0
  }
}
END { finish() }
