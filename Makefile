# Two commands do it all on a fresh machine with Python 3.11 or later: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO_HOME := $(CURDIR)/.demo
# Tests make thousands of small journals: in memory, where there is a gigabyte of it to spare.
SPARE := $(shell df -Pm /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 1000 { print "PYTEST_DEBUG_TEMPROOT=/dev/shm" }')
PYTEST := $(SPARE) $(BIN)/python -m pytest -n 2
SOURCES := pyproject.toml framework.yaml $(shell find src -type f -not -name '*.pyc')

.PHONY: demo test nightly lint types contract check bench bench-team docs clean

# --- the two that matter --------------------------------------------------------------------------------------------

demo: $(VENV)/.installed
	@RCPJOURNAL_HOME="$(DEMO_HOME)" $(BIN)/rcpjournal demo --again
	@RCPJOURNAL_HOME="$(DEMO_HOME)" $(BIN)/rcpjournal --no-pager --journal "$(DEMO_HOME)/demo/journal.db" \
		summary --since "6 months ago" --by month

test: $(VENV)/.dev
	$(PYTEST) -m "not nightly"

# --- around them ----------------------------------------------------------------------------------------------------

nightly: $(VENV)/.nightly
	RCPJOURNAL_TESTS_MANY=1 $(PYTEST) -m "nightly or not nightly"

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

contract: $(VENV)/.dev
	$(BIN)/lint-imports

check: test lint types contract

bench: $(VENV)/.dev
	$(BIN)/python bench/insight.py
	$(BIN)/python bench/run.py

bench-team: $(VENV)/.dev
	$(BIN)/python bench/team.py

docs: $(VENV)/.dev
	$(BIN)/python docs/build.py

clean:
	rm -rf $(VENV) $(DEMO_HOME) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

# --- the environment: installed as a wheel, as users have it; tests and checks read the same installed package ---------

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python constraints.txt $(SOURCES)
	$(PIP) install --constraint constraints.txt .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(PIP) install --constraint constraints.txt ".[dev]"
	@touch $@

# Spark and PostgreSQL are no extras of ours: who has them has their own. At night the same counts come from each.
$(VENV)/.nightly: $(VENV)/.dev
	$(PIP) install --constraint constraints.txt pyspark psycopg
	@touch $@
