# Everything a developer, a tester or CI does. Each target does its own set-up, and skips what is done.
SHELL := /bin/sh
PYTHON := .venv/bin/python
WORKERS ?= 2
TESTS ?= tests

.PHONY: help setup demo test test-debian check prove bench lock format

help:
	@echo "make demo         serve the demonstration charity on http://127.0.0.1:8000  (PORT= DATA_DIR= RESET=1)"
	@echo "make test         every test, on the PostgreSQL that comes as a Python package  (TESTS= WORKERS=)"
	@echo "make test-debian  the same on Debian's PostgreSQL"
	@echo "make check        format, lint, types, imports, migrations, templates, front end"
	@echo "make prove        the proofs that a buyer may run"
	@echo "make bench        the benchmark table, as ratios"
	@echo "make lock         write the requirement files anew from pyproject.toml"

setup:
	@ops/setup dev

demo:
	@ops/setup demo
	@exec $(PYTHON) -m encircle demo

# In the order they are found: what takes longest stands in the middle, and many short files fill the end.
test:
	@ops/setup dev browser
	ENCIRCLE_TEST_PG=wheel $(PYTHON) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

test-debian:
	@ops/setup dev browser debian-postgres
	ENCIRCLE_TEST_PG=debian $(PYTHON) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

check:
	@ops/setup dev
	@ops/check

prove:
	@ops/setup dev
	$(PYTHON) -m tests.prove

bench:
	@ops/setup dev
	$(PYTHON) -m benchmarks
	$(PYTHON) -m benchmarks.due
	$(PYTHON) -m benchmarks.forming

format:
	@ops/setup dev
	.venv/bin/ruff check --fix --quiet . || true
	.venv/bin/ruff format .

lock:
	@ops/setup dev
	@ops/lock
