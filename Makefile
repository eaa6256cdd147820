# The commands of the repository. A bare clone needs Python 3.11+, make and a package index; nothing else.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

# Tests by file on every core, on four at most: each process has stores of its own. Long files first (tests/conftest.py).
PYTEST := $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench forms manual messages lock clean

help:  ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# One stamp per lock file: a second start installs nothing and asks no index.
$(VENV)/.tools: requirements-uv.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --require-hashes -r requirements-uv.lock
	@touch $@

$(VENV)/.run: $(VENV)/.tools requirements.lock pyproject.toml
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.dev  ## the private environment with everything in it

run: $(VENV)/.run  ## everything on one address, with the training commune, until Ctrl-C
	@$(BIN)/rasoat demo

FAST_TESTS = tests/unit tests/whole --ignore tests/whole/test_xlsforms.py --ignore tests/whole/test_forms_complete.py

test: $(VENV)/.dev  ## the whole test suite
	$(PYTEST)

check: $(VENV)/.dev  ## format, lint, types, import contracts, fast tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(if $(FAST_TESTS),$(PYTEST) -q $(FAST_TESTS))

bench: $(VENV)/.dev  ## the benchmarks, each a ratio to a baseline of the same run
	$(BIN)/python -m tests.bench

forms: $(VENV)/.dev  ## renew text mirrors and derived media of the XLSForms, and validate them
	$(BIN)/rasoat forms renew
	$(BIN)/rasoat forms check

manual: $(VENV)/.dev  ## write the page of the procedure anew from its table
	$(BIN)/python -m app.manual

messages: $(VENV)/.dev  ## collect sentences into the catalogues
	$(BIN)/pybabel -q extract -F app/i18n/babel.cfg -k _l -k lazy_gettext --no-location --sort-output --no-wrap -o app/i18n/messages.pot .
	$(BIN)/pybabel -q update -i app/i18n/messages.pot -o app/i18n/vi.po -l vi -w 110 --no-fuzzy-matching
	rm app/i18n/messages.pot

lock: $(VENV)/.tools  ## resolve the dependencies anew (needs an index)
	$(BIN)/uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --extra embedded pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --all-extras -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:  ## remove the environment and the training data
	rm -rf $(VENV) var
