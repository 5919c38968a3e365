# Every command of this repository. `make` alone prints them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed
LOCKED := --require-hashes --no-deps
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-options --no-emit-trusted-host

help: ## Print these lines
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Create .venv with exactly the locked packages

$(READY): requirements-dev.lock
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11 or name yours, make PYTHON=python3.12."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "The venv module is missing: install python3-venv."; exit 1; }
	@echo "Installing the locked packages into $(VENV)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(LOCKED) -r requirements-dev.lock
	@touch $(READY)

run: $(READY) ## Start the whole product with its sandboxes; Ctrl-C stops it
	@exec $(BIN)/python -m devstack run

reset: $(READY) ## Forget all data of the embedded stack
	@$(BIN)/python -m devstack reset

test: $(READY) ## Everything that must hold: check, unit, contract, integration, e2e
	@tests/run_all.sh

check: $(READY) ## Format, lint, types, spelling, import contracts
	@tests/run_checks.sh

unit: $(READY) ## Unit and architecture tests
	@$(BIN)/python -m pytest tests/unit tests/architecture

contract: $(READY) ## The sandboxes against the vendors' published specifications
	@$(BIN)/python -m pytest tests/contract

integration: $(READY) ## Tests with a private RabbitMQ and mongod
	@$(BIN)/python -m pytest tests/integration

e2e: $(READY) ## The demo world in a headless Chromium
	@tests/run_e2e.sh

bench: $(READY) ## Calls per invoice and time of the first backlog, as JSON
	@$(BIN)/python -m tests.benchmarks

screenshots: $(READY) ## Pictures of the screens for the README, from a fresh demo
	@$(BIN)/python -m tests.e2e.screenshots

fmt: $(READY) ## Format the code and mend what ruff can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(READY) ## Write the lock files anew from pyproject.toml
	@$(COMPILE) --output-file requirements.lock pyproject.toml
	@$(COMPILE) --extra devstack --extra test --extra check --constraint requirements.lock \
		--output-file requirements-dev.lock pyproject.toml

clean: ## Remove caches and .venv; data of the stack stay (see reset)
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help setup run reset test check unit contract integration e2e bench screenshots fmt lock clean
