#!/usr/bin/env bash
# Requests a report of Dailymotion with a private API key, waits for it and prints its CSV.
#
#     report.sh [START END]     dates such as 2026-06-28; the default is the last seven days
#
# DAILYMOTION_API_KEY and DAILYMOTION_API_SECRET are the key; the mock accepts any value, so they have defaults here.
# METRICS and DIMENSIONS are lists with commas. DAILYMOTION_URL replaces the host. POLL_SECONDS is the first wait
# between two polls; each next one is twice as long, up to a minute. MAX_SECONDS ends it all. Needs curl and jq.
set -euo pipefail

host=${DAILYMOTION_URL:-https://partner.api.dailymotion.com}
metrics=${METRICS:-VIEWS,TIME_WATCHED_SECONDS}
dimensions=${DIMENSIONS:-DAY,VIDEO_OWNER_CHANNEL_SLUG}
start=${1:-$(jq -nr 'now - 7 * 86400 | strftime("%Y-%m-%d")')}
end=${2:-$(jq -nr 'now - 86400 | strftime("%Y-%m-%d")')}
wait=${POLL_SECONDS:-2}
longest=${MAX_SECONDS:-7200} # the documentation says that a report takes two hours at most

fail() {
  echo "report: $*" >&2
  exit 1
}

# post PATH CONFIG CURL_OPTION... sets status and answer. CONFIG is for curl, and stays out of the list of processes.
# After status 429 and 5xx it tries again, three times at most. Another status than 200 and 401 is an error.
post() {
  local pause=$wait try
  for try in 1 2 3 4; do
    answer=$(curl --silent --show-error --max-time 30 --write-out '\n%{http_code}' \
      --config <(echo "$2") "${@:3}" "$host$1") || fail "$host cannot be reached"
    status=${answer##*$'\n'} answer=${answer%$'\n'*}
    [[ $try != 4 && ($status == 429 || $status == 5*) ]] || break
    sleep "$pause"
    pause=$((pause * 2))
  done
  [[ $status == 200 || $status == 401 ]] || fail "$1: status $status"
}

# sign_in sets token.
sign_in() {
  post /oauth/v1/token "data-urlencode = $(jq -n '"client_secret=" + (env.DAILYMOTION_API_SECRET // "any")')" \
    --data grant_type=client_credentials \
    --data-urlencode 'scope=create_reports read_reports' \
    --data-urlencode "client_id=${DAILYMOTION_API_KEY:-any}"
  [[ $status == 200 ]] || fail "/oauth/v1/token: status $status"
  token=$(jq -r .access_token <<<"$answer")
}

# ask REQUEST sends one GraphQL request with the current token.
ask() {
  post /graphql "header = \"Authorization: Bearer $token\"" --header 'Content-Type: application/json' --data "$1"
}

# graphql QUERY VARIABLES sets data. A token expires after an hour, also in the middle of a report: a new one follows.
graphql() {
  local request
  request=$(jq -n --arg query "$1" --argjson variables "$2" '{$query, $variables}')
  ask "$request"
  if [[ $status == 401 ]]; then
    sign_in
    ask "$request"
  fi
  [[ $status == 200 ]] || fail "/graphql: status $status"
  jq -e '.errors | not' <<<"$answer" >/dev/null || fail "$(jq -r '.errors[0].message' <<<"$answer")"
  data=$(jq .data <<<"$answer")
}

sign_in
graphql 'mutation ($input: AskPartnerReportFileInput!) {
    askPartnerReportFile(input: $input) { reportFile { reportToken } }
  }' "$(jq -n --arg metrics "$metrics" --arg dimensions "$dimensions" --arg from "$start" --arg to "$end" '{input: {
    metrics: ($metrics / ","), dimensions: ($dimensions / ","), startDate: $from, endDate: $to, product: "CONTENT"}}')"
report=$(jq '{report: .askPartnerReportFile.reportFile.reportToken}' <<<"$data")

SECONDS=0 # bash counts from here
while :; do
  graphql 'query ($report: String!) {
      partner { reportFile(reportToken: $report) { status downloadLinks { edges { node { link } } } } }
    }' "$report"
  state=$(jq -r .partner.reportFile.status <<<"$data")
  case $state in
    FINISHED) break ;;
    IN_PROGRESS) ;;
    *) fail "the report ended with status $state" ;; # FAILED, or EXPIRED: its files are deleted
  esac
  ((SECONDS < longest)) || fail "the report was not finished after $longest seconds"
  sleep "$wait"
  wait=$((wait * 2 < 60 ? wait * 2 : 60))
done

header=
while read -r link; do # another host, which refuses a token
  curl --silent --show-error --fail --retry 3 --max-time 600 "$link" | tail -n "+${header:-1}"
  header=2 # each file has a header line; print the first one only
done < <(jq -r '.partner.reportFile.downloadLinks.edges[].node.link' <<<"$data")
