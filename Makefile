# The project's commands. `make demo` and `make test` each work alone on a fresh clone.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo test programs check bench bench-quick format lock methods tasks messages fuzz

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Some machines tell Python to keep nothing compiled. The tests start hundreds of processes, each of
# which would compile the whole console anew, for half of the time that it takes to begin.
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo "make demo     run the console with a simulated PBX (PORT=8001 where 8000 is taken)"
	@echo "make test     check and test everything"
	@echo "make check    formatting, lint, types and layers alone"
	@echo "make bench    measure, and write bench/RESULTS.md (bench-quick: a short form, on the screen)"
	@echo "make format   format the code"
	@echo "make methods  write docs/methods.md anew from the code"
	@echo "make tasks    write docs/tasks.md anew: what each task costs in keys and clicks"
	@echo "make messages gather the sentences anew for translation, and compile the translations"
	@echo "make fuzz     fuzz what reads foreign text, ten minutes for each (SECONDS=60 for less)"
	@echo "make lock     write the lock files anew from pyproject.toml"

setup: $(STAMP)

# A Python found under a name may still be a shim for one that is not there, so each is run.
# Most of what is installed is never imported: a file is compiled when it is, in half of the time.
$(STAMP): requirements-dev.lock
	@for python in python3.11 python3.12 python3.13 python3.14 python3; do \
	  $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	    && found=$$python && break; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "No Python 3.11 or later with venv. On Debian: apt-get install python3 python3-venv"; \
	  exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$($$found --version)"; \
	$$found -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  --no-compile -r requirements-dev.lock
	@touch $@

demo: setup
	@$(BIN)/python manage.py demo $(if $(PORT),--port $(PORT))

# Four workers, on two cores too: half of the time the tests wait, for processes and for browsers.
# A file stays with one worker, since its tests share servers; the long ones are begun first.
test: setup
	@$(MAKE) --no-print-directory --jobs=2 check programs
	@$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder --durations=15

# What the tests need of Debian; it waits for the network, while `check` computes.
programs: setup
	@$(BIN)/python -m tests.programs

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python manage.py makemigrations --check --dry-run --skip-checks

format: setup
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup
	@$(BIN)/python -m bench

bench-quick: setup
	@$(BIN)/python -m bench --quick

messages: setup
	@$(BIN)/python -m messages

methods: setup
	@$(BIN)/python -m docs.methods_table

tasks: setup
	@$(BIN)/python -m docs.task_counts

# atheris has wheels for few platforms, so it stands in no lock.
fuzz: setup
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check atheris
	@for target in decoder periods media; do \
	  $(BIN)/python -m fuzz $$target --seconds $(or $(SECONDS),600) || exit 1; \
	done

COMPILE := $(BIN)/python -m piptools compile --quiet --generate-hashes --strip-extras --no-header \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

lock: setup
	@$(BIN)/python -m pip install --quiet pip-tools
	@$(COMPILE) --output-file requirements.lock pyproject.toml
	@$(COMPILE) --extra dev --output-file requirements-dev.lock pyproject.toml
