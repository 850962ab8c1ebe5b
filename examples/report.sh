#!/usr/bin/env bash
# Requests a report of Dailymotion with a private API key, waits for it and prints its CSV.
#
#     report.sh [START END]     dates such as 2026-06-28; the default is the last seven days
#
# DAILYMOTION_API_KEY and DAILYMOTION_API_SECRET are the key; the mock accepts any value, and so they have defaults here.
# METRICS and DIMENSIONS are lists with commas. Needs curl and jq.
set -euo pipefail

host=https://partner.api.dailymotion.com
metrics=${METRICS:-VIEWS,TIME_WATCHED_SECONDS}
dimensions=${DIMENSIONS:-DAY,VIDEO_OWNER_CHANNEL_SLUG}
start=${1:-$(jq -nr 'now - 7 * 86400 | strftime("%Y-%m-%d")')}
end=${2:-$(jq -nr 'now - 86400 | strftime("%Y-%m-%d")')}
poll=${POLL_SECONDS:-15} # as the vendor's own samples do

fail() {
  echo "report: $*" >&2
  exit 1
}

# post PATH CURL_OPTION... prints the JSON that the API returns.
post() {
  curl --silent --show-error --fail-with-body --max-time 30 "$host$1" "${@:2}" || fail "$host$1 failed"
}

# graphql QUERY VARIABLES prints the data, or fails with the first error.
graphql() {
  local answer
  answer=$(jq -n --arg query "$1" --argjson variables "$2" '{$query, $variables}' |
    post /graphql --header @<(echo "Authorization: Bearer $token") --header 'Content-Type: application/json' --data @-)
  jq -e '.errors | not' <<<"$answer" >/dev/null || fail "$(jq -r '.errors[0].message' <<<"$answer")"
  jq .data <<<"$answer"
}

token=$(post /oauth/v1/token \
  --data grant_type=client_credentials \
  --data-urlencode 'scope=create_reports read_reports' \
  --data-urlencode "client_id=${DAILYMOTION_API_KEY:-any}" \
  --data-urlencode client_secret@<(printf %s "${DAILYMOTION_API_SECRET:-any}") |
  jq -r .access_token)

input=$(jq -n --arg metrics "$metrics" --arg dimensions "$dimensions" --arg from "$start" --arg to "$end" \
  '{input: {metrics: ($metrics / ","), dimensions: ($dimensions / ","), startDate: $from, endDate: $to, product: "CONTENT"}}')
report=$(graphql 'mutation ($input: AskPartnerReportFileInput!) {
    askPartnerReportFile(input: $input) { reportFile { reportToken } }
  }' "$input" | jq '{report: .askPartnerReportFile.reportFile.reportToken}')

while :; do
  file=$(graphql 'query ($report: String!) {
      partner { reportFile(reportToken: $report) { status downloadLinks { edges { node { link } } } } }
    }' "$report" | jq .partner.reportFile)
  status=$(jq -r .status <<<"$file")
  case $status in
    FINISHED) break ;;
    IN_PROGRESS) sleep "$poll" ;;
    *) fail "the report ended with status $status" ;;
  esac
done

header=
while read -r link; do
  curl --silent --show-error --fail --max-time 600 "$link" | tail -n "+${header:-1}"
  header=2 # each file has a header line; print the first one only
done < <(jq -r '.downloadLinks.edges[].node.link' <<<"$file")
