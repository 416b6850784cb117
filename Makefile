# The project's commands. `make demo` and `make test` each work alone on a fresh clone.
SHELL := /bin/bash
.DEFAULT_GOAL := demo
.PHONY: setup demo test check bench bench-quick format

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

setup: $(STAMP)

# A Python found under a name may still be a shim for one that is not there, so each is run.
$(STAMP): requirements-dev.lock
	@for python in python3.11 python3.12 python3.13 python3.14 python3; do \
	  $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	    && found=$$python && break; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "No Python 3.11 or later with venv was found. On Debian: apt-get install python3 python3-venv"; \
	  exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$($$found --version)"; \
	$$found -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  -r requirements-dev.lock
	@touch $@

demo: setup
	@$(BIN)/python manage.py demo
