# Every command of the house. `make` alone prints them.
.DEFAULT_GOAL := help
PY := .venv/bin/python
QUICK ?= --quick

help:        ## print this
	@grep -hE '^[a-z]+: .*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: .venv/run        ## serve on this machine, with doors into a demonstration dialogue, one of them for you alone
	@HEARKEN_DEMO=1 $(PY) -m hearken serve

phone: .venv/run        ## serve phones on your Wi-Fi, unencrypted, for trying out
	@HEARKEN_PHONE=1 $(PY) -m hearken serve

test: .venv/test        ## all tests, on SQLite and PostgreSQL (installs Chromium and PostgreSQL where it may)
	@scripts/test.sh

lint: .venv/test        ## style, types, imports
	@$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy && .venv/bin/lint-imports --no-cache

check: lint test        ## lint and test: what a change has to pass

bench: .venv/test        ## every figure against its bar (QUICK= for the full runs)
	@for each in bench/*.py; do $(PY) $$each $(QUICK) || exit 1; done

docs: .venv/test        ## write the generated reference pages and the pictures again
	@$(PY) scripts/write_reference.py && $(PY) scripts/pictures.py

.venv/run: requirements/run.txt
	@scripts/venv.sh requirements/run.txt && touch $@

.venv/test: requirements/test.txt
	@scripts/venv.sh requirements/test.txt && touch .venv/run $@

.PHONY: help run phone test lint check bench docs
