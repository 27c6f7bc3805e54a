#!/bin/sh
# All tests: once on SQLite, then what touches a database again on PostgreSQL.
set -eu
cd "$(dirname "$0")/.."
scripts/system.sh
.venv/bin/python -m pytest tests "$@"
.venv/bin/python -m tests.postgres -- .venv/bin/python -m pytest tests/apps tests/live "$@"
