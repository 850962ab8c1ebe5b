#!/usr/bin/env bash
# Prints the last requests to the mock, and the end of its log.
set -uo pipefail
folder=${RUNNER_TEMP//\\//}/dailymock
echo "::group::dailymock: journal"
if [[ -s $folder/ready ]]; then mockserver journal --ready-file "$folder/ready" --tail 50; fi
echo "::endgroup::"
echo "::group::dailymock: log"
tail -n 50 "$folder/log"
echo "::endgroup::"
