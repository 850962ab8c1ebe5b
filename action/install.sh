#!/usr/bin/env bash
# Puts mockserver into $RUNNER_TEMP/dailymock/bin and into the PATH of later steps.
#
#   VERSION   a release such as v1.2.0, latest, or source: the commit of this folder, built with Go
#   RELEASES  where releases are, by default on GitHub
set -euo pipefail
bin=${RUNNER_TEMP//\\//}/dailymock/bin
releases=${RELEASES:-https://github.com/dailymock/dailymock/releases}
mkdir -p "$bin"

fail() {
  echo "::error::dailymock: $*"
  exit 1
}

if [[ $VERSION == source ]]; then
  command -v go >/dev/null || fail "version: source needs Go; use actions/setup-go before"
  go -C "$(dirname "$0")/.." build -o "$bin/" ./cmd/mockserver
else
  case $(uname -s) in
    Linux) archive=linux suffix=tar.gz ;;
    Darwin) archive=darwin suffix=tar.gz ;;
    *) archive=windows suffix=zip ;;
  esac
  case $(uname -m) in
    arm64 | aarch64) archive=mockserver_${archive}_arm64.$suffix ;;
    *) archive=mockserver_${archive}_amd64.$suffix ;;
  esac
  case $VERSION in
    latest) from=$releases/latest/download ;;
    *) from=$releases/download/$VERSION ;;
  esac
  cd "$bin"
  for file in "$archive" checksums.txt; do
    curl --silent --show-error --fail --location --retry 3 --max-time 120 --output "$file" "$from/$file" ||
      fail "$from/$file cannot be downloaded; is version: $VERSION right? version: source builds it with Go"
  done
  grep " \*\?$archive\$" checksums.txt >checksum || fail "checksums.txt does not name $archive"
  if command -v sha256sum >/dev/null; then sha256sum --check checksum; else shasum -a 256 --check checksum; fi ||
    fail "$archive has another checksum than checksums.txt says"
  if [[ $suffix == zip ]]; then unzip -qo "$archive" mockserver.exe; else tar -xzf "$archive" mockserver; fi
  rm "$archive" checksums.txt checksum
fi
echo "$bin" >>"$GITHUB_PATH"
"$bin/mockserver" version
