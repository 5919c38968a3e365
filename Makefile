# Every command of this repository. `make` alone prints them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3 || echo python3.11)
SUDO := $(shell test "$$(id -u)" = 0 || echo sudo -n)
VENV := .venv
BIN := $(VENV)/bin
# Where an image forbids bytecode, each of the many processes would compile the product anew.
export PYTHONDONTWRITEBYTECODE :=
# How many worlds `make simulate` runs, and from which seed on.
SEEDS ?= 2000
FIRST ?= 0
# What has been installed: enough for `make run`, or everything.
STACK := $(VENV)/.stack-installed
READY := $(VENV)/.installed
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-annotate --no-emit-index-url --no-emit-find-links --no-emit-options --no-emit-trusted-host

help: ## Print these lines
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Create .venv with exactly the locked packages

# Debian keeps the venv module in a package of its own.
define NO_PYTHON
$(PYTHON) does not do: install Python 3.11 with its venv module (Debian: python3-venv), or name yours: make PYTHON=python3.12
endef

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2>/dev/null || { echo "$(NO_PYTHON)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Installing python3-venv with apt-get, once."; \
		$(SUDO) apt-get -qq install -y python3-venv >/dev/null || { $(SUDO) apt-get -qq update && \
		$(SUDO) apt-get -qq install -y python3-venv >/dev/null; } || { echo "$(NO_PYTHON)"; exit 1; }; }
	@$(PYTHON) -m venv $(VENV)

$(STACK): requirements-stack.lock | $(VENV)/bin/python
	@echo "Installing the locked packages of the product into $(VENV)."
	@$(INSTALL) -r requirements-stack.lock
	@touch $(STACK)

# What is imported is compiled then; most of the thousands of modules never are.
$(READY): requirements-dev.lock | $(VENV)/bin/python
	@echo "Installing all locked packages into $(VENV)."
	@$(INSTALL) --no-compile -r requirements-dev.lock
	@touch $(STACK) $(READY)

run: $(STACK) ## Start the whole product with its sandboxes; Ctrl-C stops it
	@exec $(BIN)/python -m devstack run

reset: $(STACK) ## Forget all data of the embedded stack
	@$(BIN)/python -m devstack reset

test: $(READY) ## Everything that must hold: check, unit, contract, screens, simulation, integration, e2e
	@$(BIN)/python -m tests.suites

check: $(READY) ## Format, lint, types, spelling, import contracts
	@$(BIN)/python -m tests.suites check

unit: $(READY) ## Unit, property and architecture tests
	@$(BIN)/python -m tests.suites unit

contract: $(READY) ## The sandboxes against the vendors' published specifications
	@$(BIN)/python -m tests.suites contract

simulate: $(READY) ## Worlds of posting from seeds (SEEDS=100000), on all cores
	@$(BIN)/python -m tests.simulation --seeds $(SEEDS) --first $(FIRST)

integration: $(READY) ## Tests with a private RabbitMQ and mongod
	@$(BIN)/python -m tests.suites integration posting outages stacks

screens: $(READY) ## Every screen in a headless Chromium
	@$(BIN)/python -m tests.suites screens

e2e: $(READY) ## The demo world in a headless Chromium
	@$(BIN)/python -m tests.suites e2e figures

bench: $(READY) ## Every promised figure as JSON: calls, speed, overhead, resync, first backlog
	@$(BIN)/python -m tests.benchmarks

screenshots: $(READY) ## Pictures of the screens for the README, from a fresh demo
	@$(BIN)/python -m tests.e2e.screenshots

fmt: $(READY) ## Format the code and mend what ruff can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(READY) ## Write the lock files anew from pyproject.toml
	@$(COMPILE) --output-file requirements.lock pyproject.toml
	@$(COMPILE) --extra devstack --constraint requirements.lock \
		--output-file requirements-stack.lock pyproject.toml
	@$(COMPILE) --extra devstack --extra test --extra check --constraint requirements-stack.lock \
		--output-file requirements-dev.lock pyproject.toml

clean: ## Remove caches and .venv; data of the stack stay (see reset)
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help setup run reset test check unit contract integration screens e2e bench screenshots fmt lock clean
