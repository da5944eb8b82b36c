# The commands of the project. `make help` lists them.

PYTHON ?= python3
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
T ?=

PIP := $(BIN)/python -m pip install --disable-pip-version-check --no-input --require-hashes --only-binary :all:
LOCK := $(UV) pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --quiet pyproject.toml
SPOKEN := $(patsubst %.po,%.mo,$(wildcard kc_repository/locale/*/LC_MESSAGES/*.po))

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run empty test check install everything lint types contracts lock messages pictures samples clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.core $(SPOKEN) ## start the library (PORT=8000, KC_DATA_DIR=var); Ctrl-C ends it
	@$(BIN)/python manage.py run

empty: $(VENV)/.core $(SPOKEN) ## start a library without the sample papers
	@$(BIN)/python manage.py run --empty

test: install ## run the tests; T="tests/search -k facet" runs some of them
	@$(BIN)/pytest $(T)

check: install lint types contracts test ## all that a change must pass

lint: install
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: install
	@$(BIN)/mypy

contracts: install
	@$(BIN)/lint-imports

install: $(VENV)/.dev $(SPOKEN) ## make .venv with the library and the tools of `make check`

everything: $(VENV)/.all $(SPOKEN) ## `make install`, and the tools that .ci/run, pictures and samples need

lock: ## resolve requirements/ anew from pyproject.toml (wants uv)
	$(LOCK) --all-extras --group dev --group ci --output-file requirements/all.txt
	$(LOCK) --extra postgres --extra redis --extra s3 --constraints requirements/all.txt --output-file requirements/scale.txt
	$(LOCK) --group dev --constraints requirements/all.txt --output-file requirements/dev.txt
	$(LOCK) --constraints requirements/all.txt --output-file requirements/core.txt

messages: $(VENV)/.dev ## collect the texts to translate (wants gettext)
	@$(BIN)/python manage.py makemessages --all --no-location --no-obsolete --ignore '.venv' --ignore 'var'

pictures: $(VENV)/.all $(SPOKEN) ## take pictures of every page in every state (wants chromium)
	@$(BIN)/python -m tests.pictures

samples: $(VENV)/.all ## build the sample papers from samples/src
	@$(BIN)/python -m samples.build

clean: ## forget the environment and caches; the library in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache $(SPOKEN)

# Each stamp is older than its lock file when the lock has changed. core is a part of dev, and dev of all.
$(VENV)/.core: requirements/core.txt | $(VENV)/pyvenv.cfg
	@echo "Installing what the library needs; about 150 MB the first time."
	@$(PIP) --requirement $<
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/pyvenv.cfg
	@echo "Installing the library and its development tools; about 200 MB the first time."
	@$(PIP) --requirement $<
	@touch $(VENV)/.core $@

$(VENV)/.all: requirements/all.txt | $(VENV)/pyvenv.cfg
	@$(PIP) --requirement $<
	@touch $(VENV)/.core $(VENV)/.dev $@

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The venv module is missing (Debian: python3-venv)."; exit 1; }

%.mo: %.po | $(VENV)/.core
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))
