#!/usr/bin/env bash
# The steps of drift.yml, which checks once a week whether Dailymotion's APIs have changed:
#
#   drift.sh fetch   get the history of earlier runs from a branch
#   drift.sh check   run contract and drift, and write a Markdown report
#   drift.sh keep    push the history
#   drift.sh issue   open an issue with the report, or add it to the open one; needs gh
#
# Only requests that read are sent, or that must be refused. The variables, all optional:
#
#   TARGET    what to check: live (the default), or an address
#   SCHEMA    the GraphQL endpoint: live (the default), or an address
#   PAGES     files or addresses of documentation, separated by blanks
#   OPERATIONS  GraphQL documents of your clients, such as queries/*.graphql
#   KNOWN     file of accepted changes, for drift --known
#   HISTORY   folder of the history (history), kept on the branch BRANCH (drift-history)
#   REPORT    file of the report (report.md)
#
# check exits with 0 if nothing relevant changed, 1 if something did, 2 for a wrong setting, 3 if nothing could be checked.
set -uo pipefail
: "${TARGET:=live}" "${SCHEMA:=live}" "${PAGES:=}" "${OPERATIONS:=}" "${KNOWN:=}"
: "${HISTORY:=history}" "${BRANCH:=drift-history}" "${REPORT:=report.md}"

fetch() {
  if git fetch --quiet --depth 1 origin "$BRANCH:refs/remotes/origin/$BRANCH" 2>/dev/null; then
    git worktree add --quiet -B "$BRANCH" "$HISTORY" "origin/$BRANCH"
  else # the first run
    git worktree add --quiet --detach "$HISTORY" &&
      git -C "$HISTORY" checkout --quiet --orphan "$BRANCH" &&
      git -C "$HISTORY" rm -rfq --ignore-unmatch .
  fi
}

check() {
  mkdir -p "$HISTORY"
  printf '# Drift on %s\n\n' "$(date -u +%F)" >"$REPORT"
  local known=(${KNOWN:+--known "$KNOWN"}) worst=3 wrong=0
  step() { # adds what a command prints to the report, and notes its status
    "$@" -o markdown >>"$REPORT"
    local status=$?
    printf '\n' >>"$REPORT"
    case $status in
      0) [[ $worst == 1 ]] || worst=0 ;;
      1) worst=1 ;;
      3) printf '%s: nothing could be compared\n\n' "$1 $2" >>"$REPORT" ;;
      *) wrong=1 ;;
    esac
  }
  step mockserver contract --target "$TARGET" --record "$HISTORY/evidence"
  step mockserver drift behaviour "$HISTORY/evidence" "${known[@]}"
  step mockserver drift schema contract "$SCHEMA" ${OPERATIONS:+--operations "$OPERATIONS"} "${known[@]}"
  # shellcheck disable=SC2086 # PAGES is a list
  [[ -z $PAGES ]] || step mockserver drift docs $PAGES --record "$HISTORY/pages" "${known[@]}"
  [[ $wrong == 0 ]] || return 2
  return "$worst"
}

keep() {
  git -C "$HISTORY" add --all
  git -C "$HISTORY" diff --cached --quiet && return
  git -C "$HISTORY" commit --quiet --message "Keep the run of $(date -u +%F)"
  git -C "$HISTORY" push --quiet origin "HEAD:$BRANCH"
}

issue() {
  local open
  open=$(gh issue list --label drift --state open --json number --jq '.[0].number // empty') || return
  if [[ -n $open ]]; then
    gh issue comment "$open" --body-file "$REPORT"
  else
    gh issue create --title "Dailymotion's APIs have changed" --label drift --body-file "$REPORT"
  fi
}

case ${1:-} in
  fetch | check | keep | issue) "$1" ;;
  *) echo "usage: drift.sh fetch|check|keep|issue" >&2; exit 2 ;;
esac
