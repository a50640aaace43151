# Everything works in .venv, which the first target that needs it makes. PYTHON names another Python than the one found.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types goldens constraints clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) ## convert the samples and show where the output is, and one row with the places it was read from
	$(BIN)/annextract convert samples --out out
	@echo
	@echo "A row that the page break cuts, made whole (samples/ptc-2025-2028.pdf, pages 1 and 2):"
	@$(BIN)/annextract explain samples/ptc-2025-2028.pdf --row I-1-1
	@echo
	@echo "The output is in out/: json/ (a file a document), parquet/ (a folder a table), datapackage.json, run.json"

test: $(READY) ## run the tests in parallel
	$(BIN)/python -m pytest -n $(WORKERS) -rs

check: lint types test goldens ## all that must pass before a change is merged

lint: $(READY) ## style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## types
	$(BIN)/mypy

goldens: $(READY) ## every sample against its golden, cell by cell
	$(BIN)/annextract check samples

constraints: $(READY) ## write the versions that are installed now into constraints.txt
	@head -n 2 constraints.txt > constraints.new
	@$(BIN)/pip list --format freeze --exclude-editable --exclude pip | LC_ALL=C sort -f >> constraints.new
	@mv constraints.new constraints.txt

clean: ## remove what was made: .venv, caches, and what was converted into out/
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis out/json out/parquet out/*.json

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; name it with PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11; name another with PYTHON=..." >&2; exit 1; }
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt setuptools -e '.[test,dev]'
	@touch $@
