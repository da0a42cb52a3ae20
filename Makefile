# make alone lists what there is. Nothing needs to be installed first but Python 3.11 to 3.13 with venv, git and make.
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
SUITABLE := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
export UV_SYSTEM_CERTS := 1
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do if $$p -c '$(SUITABLE)' 2>/dev/null; then echo $$p; break; fi; done)

.PHONY: help report test check lab bench docs lock clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /|/' | awk -F'|' '{printf "  make %-8s %s\n", $$1, $$2}'

report: $(READY) ## render every unit and period from the documents into reports/index.html
	@$(VENV)/bin/kinerja run
	@echo "Open reports/index.html"

test: $(READY) ## run every test, whole runs over the real documents included
	@$(PY) -m pytest -n $$($(PY) -c "import os; print(os.cpu_count() + 1)") --dist loadfile --no-loadscope-reorder

check: $(READY) ## format, lint, types, and generated documents that are current
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(PY) -m analysis.reference --check

lab: $(READY) ## open JupyterLab at the start notebook of an analyst
	@$(PY) -m analysis.lab

bench: $(READY) ## measure how fast and how large everything is, and what the audit finds of planted defects
	@$(PY) bench/speed.py
	@$(PY) bench/sizes.py
	@$(PY) bench/audit_speed.py
	@$(PY) bench/survey.py
	@$(PY) bench/audit_recall.py --markdown docs/audit-recall.md

docs: $(READY) ## write the generated pages of docs/ again
	@$(PY) -m analysis.reference

lock: $(READY) ## resolve pyproject.toml into requirements.lock and requirements-conda.txt
	@$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --all-extras --no-header --no-annotate --no-emit-index-url --no-emit-find-links --upgrade pyproject.toml -o requirements.lock
	@grep -E '^[a-zA-Z0-9]' requirements.lock | sed 's/ *\\$$//' > requirements-conda.txt

clean: ## remove what was built; raw data and code stay
	@rm -rf reports handover data/processed

$(READY): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11, 3.12 or 3.13 with the venv module is needed. Install one, or name it: make PYTHON=/path/to/python3.12 report"; exit 1; fi
	@echo "Setting up .venv with $$($(PYTHON) --version) …"
	@$(PY) -c '$(SUITABLE)' 2>/dev/null && $(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check "$$(grep -oE '^uv==[0-9.]+' requirements.lock)"
	@$(VENV)/bin/uv pip install --quiet --python $(PY) --compile-bytecode --require-hashes -r requirements.lock || $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(VENV)/bin/uv pip install --quiet --python $(PY) --no-deps --no-build-isolation --offline -e .
	@touch $@
