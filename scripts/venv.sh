#!/bin/sh
# Make .venv with the first Python from 3.11 to 3.14 there is, and install a lock file with hashes.
set -eu
cd "$(dirname "$0")/.."
if [ ! -x .venv/bin/python ]; then
  for version in 3.13 3.12 3.11 3.14; do
    if "python$version" -c 'import venv, ensurepip, ssl, sqlite3' >/dev/null 2>&1; then
      "python$version" -m venv .venv
      break
    fi
  done
fi
if [ ! -x .venv/bin/python ]; then
  echo "Hearken needs Python 3.11, 3.12, 3.13 or 3.14 with venv (Debian: apt install python3-venv)." >&2
  exit 1
fi
echo "Setting up .venv ($(.venv/bin/python -V)) from $1"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1" 2>.venv/setup.log || {
  cat .venv/setup.log >&2
  exit 1
}
