#!/bin/sh
# What the tests need from the system: a browser, a database server, and strace. Installed only where that is allowed.
set -eu
want=""
command -v chromium >/dev/null 2>&1 || want="$want chromium fonts-dejavu-core fonts-urw-base35"  # a browser without a font draws nothing
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || want="$want postgresql"
command -v strace >/dev/null 2>&1 || want="$want strace"
[ -z "$want" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing$want"
  log=$(mktemp)
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $want; } >"$log" 2>&1 ||
    { tail -n 20 "$log" >&2; echo "Could not install:$want. Tests that need them are skipped, or fail with CI=true." >&2; }
else
  echo "Missing:$want. Tests that need them are skipped (with CI=true they fail). Debian: apt install$want"
fi
