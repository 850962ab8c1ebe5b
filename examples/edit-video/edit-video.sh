#!/usr/bin/env bash
# Edits a video of Dailymotion with a private API key.
#
#     edit-video.sh                          lists videos of DAILYMOTION_CHANNEL
#     edit-video.sh VIDEO_ID                 shows one
#     edit-video.sh VIDEO_ID NAME=VALUE ...  edits it, and shows what it holds then
#
# DAILYMOTION_API_KEY and DAILYMOTION_API_SECRET are the key. Needs curl and jq.
set -euo pipefail

host=https://partner.api.dailymotion.com
fields=id,title,channel,tags,description,is_created_for_kids

fail() {
  echo "edit-video: $*" >&2
  exit 1
}

# ask PATH CURL_OPTION... prints the JSON that the API answers, or says why not.
ask() {
  local answer status
  answer=$(curl --silent --show-error --max-time 30 --write-out '\n%{http_code}' "$host$1" "${@:2}" 2>&1) ||
    fail "$host cannot be reached: ${answer%%$'\n'*}"
  status=${answer##*$'\n'} answer=${answer%$'\n'*}
  if [[ $status != 2?? ]] || ! jq -e 'type == "object"' <<<"$answer" >/dev/null 2>&1; then
    fail "status $status, $(reason <<<"$answer" 2>/dev/null || echo no reason given)"
  fi
  echo "$answer"
}

# reason reads an error: of the REST API an object, of the token endpoint a word.
reason() {
  jq -er '(.error | objects // empty), ({type: (.error | strings), message: .error_description})
    | "\(.type): \(.message)"'
}

# rest is ask with the token, which is kept out of the list of processes.
rest() {
  ask "/rest$1" --header @<(echo "Authorization: Bearer $token") "${@:2}"
}

show() {
  jq -r --arg fields "$fields" '. as $video | $fields / "," | .[] |
    "\(.): \($video[.] | if type == "array" then join(", ") else . end)"'
}

for name in DAILYMOTION_API_KEY DAILYMOTION_API_SECRET; do
  [[ ${!name:-} ]] || fail "$name is not set; the mock takes any value"
done
(($#)) || [[ ${DAILYMOTION_CHANNEL:-} ]] ||
  fail "no video is named, and DAILYMOTION_CHANNEL is not set; the mock has harbour-news"
form=()
for pair in "${@:2}"; do
  [[ $pair == ?*=* ]] || fail "$pair is not NAME=VALUE"
  form+=(--data-urlencode "$pair")
done

token=$(ask /oauth/v1/token \
  --data grant_type=client_credentials \
  --data scope=manage_videos \
  --data-urlencode "client_id=$DAILYMOTION_API_KEY" \
  --data-urlencode client_secret@<(printf %s "$DAILYMOTION_API_SECRET") |
  jq -r .access_token)

if ((! $#)); then
  channel=$(jq -rn --arg channel "$DAILYMOTION_CHANNEL" '$channel | @uri')
  rest "/user/$channel/videos?fields=id,title&limit=10" | jq -r '.list[] | "\(.id)  \(.title)"'
else
  video=$(jq -rn --arg video "$1" '$video | @uri')
  rest "/video/$video?fields=$fields" ${form[@]+"${form[@]}"} | show
fi
