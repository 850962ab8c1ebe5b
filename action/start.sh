#!/usr/bin/env bash
# Starts mockserver for the other steps of a job, waits until it is ready, and exports DAILYMOCK_URL.
#
#   ARGS   its flags, quoted as in a shell
#   PROXY  if true, also a proxy by which programs reach the mock under the vendors' names, and its variables
set -euo pipefail
folder=${RUNNER_TEMP//\\//}/dailymock
mkdir -p "$folder"
eval "args=(${ARGS:-})"
if [[ ${PROXY:-} == true ]]; then args=(run --serve-only "${args[@]}"); fi

nohup mockserver "${args[@]}" --listen 127.0.0.1:0 --ready-file "$folder/ready" >"$folder/log" 2>&1 &
server=$!
echo "$server" >"$folder/pid"
for ((tries = 0; ; tries++)); do
  if [[ -s $folder/ready ]] && mockserver healthcheck --ready-file "$folder/ready" 2>/dev/null; then break; fi
  if ! kill -0 "$server" 2>/dev/null || ((tries == 300)); then
    cat "$folder/log"
    echo "::error::dailymock: the mock did not start; see its log above"
    exit 1
  fi
  sleep 0.1
done
url=$(<"$folder/ready")
echo "url=$url" >>"$GITHUB_OUTPUT"
if [[ ${PROXY:-} == true ]]; then
  mockserver env --ready-file "$folder/ready" --shell github >>"$GITHUB_ENV"
else
  echo "DAILYMOCK_URL=$url" >>"$GITHUB_ENV"
fi
echo "the mock is at $url"
