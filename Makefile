# The commands of the house; `make` alone lists them.
# All they build stays in this folder: .venv (packages), .cache (downloads, temporary files), var (data).

PORT ?= 5000
FRESH ?=
ARGS ?=
REQUIRE_ALL ?=

PY := .venv/bin/python
FLASK := $(PY) -m flask --app wsgi
BABEL := $(PY) -m babel.messages.frontend -q
CATALOGUES := consult/translations/*/LC_MESSAGES/messages.po
DEMO := var/demo
NEW := var/demo.new

export PIP_CACHE_DIR := $(CURDIR)/.cache/pip
export UV_CACHE_DIR := $(CURDIR)/.cache/uv
export XDG_CACHE_HOME := $(CURDIR)/.cache
export TMPDIR := $(CURDIR)/.cache/tmp
export HYPOTHESIS_STORAGE_DIRECTORY := $(CURDIR)/.cache/hypothesis
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export UV_PYTHON_DOWNLOADS := never
export PYTHONUNBUFFERED := 1
export REQUIRE_ALL
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV PIP_USER PIP_REQUIRE_VIRTUALENV FLASK_APP FLASK_DEBUG

# The first interpreter that is new enough; empty when there is none. Looked for only when needed.
PYTHON = $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; done)

.PHONY: help demo test lint lock strings bench clean folder port browser catalogues fresh
.NOTPARALLEL:
.DELETE_ON_ERROR:

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F '|' '{printf "%-14s %s\n", $$1, $$2}'

demo: folder port .venv/requirements.lock catalogues $(DEMO)/consult.sqlite $(DEMO)/migrated ## serve the demonstration at http://127.0.0.1:5000 (PORT=, FRESH=1 starts over)
	@echo "== Serving http://127.0.0.1:$(PORT) (Ctrl+C stops it; make demo FRESH=1 starts over)"
	@$(call demonstration,$(DEMO)) exec $(FLASK) consult serve --port $(PORT)

test: folder .venv/requirements-dev.lock catalogues browser ## run every test (ARGS= goes to pytest, REQUIRE_ALL=1 allows no skip)
	@$(PY) -m pytest -n $$(nproc 2>/dev/null || echo auto) $(ARGS)

lint: folder .venv/requirements-dev.lock ## read the code for slips (ruff) and wrong types (mypy)
	@$(PY) -m ruff check .
	@$(PY) -m mypy

lock: folder ## renew the hashed locks from requirements*.in (needs uv)
	@command -v uv >/dev/null || { echo "uv is missing: python3 -m pip install uv" >&2; exit 1; }
	uv $(COMPILE) requirements.in -o requirements.lock
	uv $(COMPILE) requirements-dev.in -c requirements.lock -o requirements-dev.lock

strings: folder .venv/requirements.lock ## bring the catalogues of all languages up to the code
	@$(BABEL) extract -F pyproject.toml -k lazy_gettext -k _l --no-location --sort-output --project consult -o .cache/messages.pot .
	@if ls $(CATALOGUES) >/dev/null 2>&1; then \
	$(BABEL) update -i .cache/messages.pot -d consult/translations --no-fuzzy-matching --ignore-obsolete --width 120 --ignore-pot-creation-date; fi
	@$(MAKE) --no-print-directory catalogues

bench: folder .venv/requirements-dev.lock catalogues ## measure what must stay fast
	@if [ -d tests/bench ]; then $(PY) -m pytest tests/bench -n 0 -s --timeout 0 $(ARGS); else echo "tests/bench does not exist yet"; fi

clean: ## remove what the other commands built, the demonstration included
	@rm -rf .venv .cache $(DEMO) $(DEMO).old $(NEW)
	@find consult -name '*.mo' -delete 2>/dev/null || true

# --- the environment -------------------------------------------------------------------------------

COMPILE := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --upgrade

folder:
	@mkdir -p .cache/tmp var 2>/dev/null && [ -w . ] && [ -w .cache/tmp ] && [ -w var ] || \
	{ echo "This folder cannot be written, and everything is kept in it: $(CURDIR)" >&2; exit 1; }
	@[ -n "$(PYTHON)" ] || [ -x $(PY) ] || \
	{ echo "Python 3.11 or newer is missing: apt install python3 (or put python3.11, 3.12 or 3.13 on the PATH)" >&2; exit 1; }
	@if [ -d .venv ] && ! $(PY) -c 'import importlib.util as i, sys; sys.exit(not i.find_spec("pip"))' 2>/dev/null; \
	then rm -rf .venv; fi # the Python it was built with is gone

port:
	@$(PYTHON) -c 'import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", int("$(PORT)")))' \
	2>/dev/null || { echo "Port $(PORT) is taken or not allowed: choose another one, as in make demo PORT=5001" >&2; exit 1; }

.venv/bin/pip:
	@python=$(PYTHON); $$python -c 'import ensurepip, venv' 2>/dev/null || \
	{ echo "python3-venv is missing: apt install python3-venv" >&2; exit 1; }; \
	echo "== Environment in .venv with $$($$python --version)"; $$python -m venv --clear .venv

# A copy of the lock beside the packages says that all of it is installed.
.venv/%.lock: %.lock | .venv/bin/pip
	@echo "== Packages of $< (half a minute the first time)"
	@{ command -v uv && uv pip install --python $(PY) --require-hashes --only-binary :all: -r $<; } >.cache/uv.log 2>&1 || \
	$(PY) -m pip install --quiet --progress-bar off --require-hashes --only-binary :all: -r $< || \
	{ echo "The packages could not be installed; the lines above say why. The same command tries again." >&2; exit 1; }
	@cp $< $@

# Serbian in Latin letters is made from the Cyrillic catalogue; then every catalogue is compiled.
catalogues:
	@if [ -f consult/translations/__main__.py ] || [ -f consult/translations.py ]; then $(PY) -m consult.translations; fi
	@if ls $(CATALOGUES) >/dev/null 2>&1; then $(BABEL) compile -d consult/translations; fi

# --- the demonstration -----------------------------------------------------------------------------

# $(call demonstration,folder): the settings under which its database and its mails are in that folder.
demonstration = CONSULT_DEMO=1 CONSULT_URL=http://127.0.0.1:$(PORT) \
	CONSULT_DATABASE="sqlite:///$(CURDIR)/$(1)/consult.sqlite" CONSULT_MAIL_FOLDER="$(CURDIR)/$(1)/mail"

# Built beside the old one and moved into place when complete: an interrupted load leaves nothing half.
$(DEMO)/consult.sqlite: $(if $(filter 1,$(FRESH)),fresh)
	@echo "== Demonstration in $(DEMO) (about a minute, once)"
	@rm -rf $(NEW) $(DEMO).old && mkdir -p $(NEW)
	@$(call demonstration,$(NEW)) $(FLASK) db upgrade 2>.cache/migrate.log || { cat .cache/migrate.log; exit 1; }
	@$(call demonstration,$(NEW)) exec $(FLASK) consult demo
	@touch $(NEW)/migrated
	@[ ! -d $(DEMO) ] || mv $(DEMO) $(DEMO).old
	@mv $(NEW) $(DEMO) && rm -rf $(DEMO).old

# Only when there are newer migrations than the last start knew.
$(DEMO)/migrated: $(wildcard migrations/versions/*.py) | $(DEMO)/consult.sqlite
	@$(call demonstration,$(DEMO)) $(FLASK) db upgrade 2>.cache/migrate.log || { cat .cache/migrate.log; exit 1; }
	@touch $@

# --- the browser of the tests ----------------------------------------------------------------------

browser:
	@for name in "$$CHROMIUM" chromium chromium-browser google-chrome; do \
	if [ -n "$$name" ] && command -v "$$name" >/dev/null; then exit 0; fi; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then echo "== Chromium for the browser tests, from the distribution"; \
	{ apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium; } >.cache/apt.log 2>&1 || \
	echo "Chromium could not be installed: see .cache/apt.log" >&2; fi
