# Every target does its own set-up: on a fresh machine with Python 3.11 and make, `make demo` or `make test` is all there is to type.

PYTHONS := python3.11 python3 python3.12 python3.13 python3.14
VENV    := .venv
BIN     := $(VENV)/bin
READY   := $(VENV)/ready

# More words for the command behind a target: `make test ARGS="-k floors"`, `make lock ARGS=--upgrade`.
ARGS ?=

SHELL       := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help demo test bench docs check lock

help:
	@cat <<'END'
	make demo     run a country of 250,000 people from 2009 to 2016 and write its report
	make test     run the tests
	make check    lint and types
	make docs     build the documentation
	make bench    time the month, step by step, and the household's month beside Mesa
	make lock     choose the pinned versions anew from pyproject.toml
	END

demo: $(READY)
	@$(BIN)/python -m allssam warm
	$(BIN)/allssam run baseline --people 250_000 --from 2009-01 --to 2016-12 --out runs/demo --overwrite
	$(BIN)/allssam report runs/demo --to runs/demo/report.html
	echo "The report is at $(CURDIR)/runs/demo/report.html"

# The rules are compiled before the workers start: each cold worker would compile everything again.
test: $(READY)
	@$(BIN)/python -m allssam warm
	$(BIN)/python -m pytest -n 2 --dist loadfile --max-worker-restart 0 $(ARGS)

# `make bench ARGS=--quick` takes two minutes; `make bench ARGS="--people 25_000_000"` is the whole country; ARGS=--keep keeps the figures.
bench: $(READY)
	@$(BIN)/python benchmarks/bench.py $(ARGS)

docs: $(READY)
	@$(BIN)/python docs/generate.py
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html $(ARGS)
	echo "The documentation is at $(CURDIR)/docs/_build/html/index.html"

check: $(READY)
	@$(BIN)/ruff check .
	$(BIN)/mypy

# Versions and hashes only: see docs/decisions/0001-hashed-lock-without-addresses.md.
lock: $(READY)
	@$(BIN)/uv --no-config pip compile pyproject.toml --quiet --output-file requirements.lock --universal --python-version 3.11 \
	    --all-extras --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links $(ARGS)
	if grep -nE '://|file:|^-' requirements.lock; then
	    echo "requirements.lock holds an address or an option; it should hold versions and hashes only." >&2
	    exit 1
	fi

# The set-up.  While it runs there is $(VENV)/unfinished; its last act is to rename that to the stamp, which so carries the time of the
# start: a lock that changes meanwhile is newer than the stamp.  What an interrupted set-up left behind is thrown away.  A second make in
# the same tree waits for the first one.
$(READY): pyproject.toml requirements.lock
	@if command -v flock >/dev/null; then
	    exec 9<requirements.lock
	    flock 9
	    if [ $(READY) -nt pyproject.toml ] && [ $(READY) -nt requirements.lock ]; then exit 0; fi
	fi
	if [ -e $(VENV)/unfinished ] || { [ -e $(VENV) ] && ! $(BIN)/python -m pip --version >/dev/null 2>&1; }; then rm -rf $(VENV); fi
	rm -f $(READY)
	mkdir -p $(VENV)
	touch $(VENV)/unfinished
	if [ ! -x $(BIN)/python ]; then
	    python=
	    for candidate in $(PYTHONS); do
	        if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$candidate; break; fi
	    done
	    if [ -z "$$python" ]; then echo "No Python 3.11 or later among: $(PYTHONS). Install one, with its venv module." >&2; exit 1; fi
	    $$python -m venv $(VENV)
	fi
	echo "Setting up $(VENV) from requirements.lock: once, some minutes on a slow line."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	mv $(VENV)/unfinished $(READY)
