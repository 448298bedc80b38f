# The project's chores; `make help` lists them. Everything lives in .venv, made from requirements.lock.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
STORE ?= peelgraph-data
BIN := .venv/bin
STAMP := .venv/.installed
CODE := ontology loaders store queries api cli peelgraph.py

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format bench bench-peers bench-service lock clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(STAMP) ## make the environment in .venv, with the peelgraph command

run: $(STAMP) ## load the bundled assessments, report, show cross-force patterns, serve on http://127.0.0.1:8000
	@$(BIN)/peelgraph load examples/assessments --store $(STORE)
	@$(BIN)/peelgraph stats --store $(STORE)
	@$(BIN)/peelgraph patterns shared-weaknesses --set limit=3 --store $(STORE)
	@$(BIN)/peelgraph serve --host $(HOST) --port $(PORT) --store $(STORE)

test: $(STAMP) ## run the whole test suite
	@$(BIN)/python -m pytest

lint: $(STAMP) ## check style, types and import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy $(CODE) tests benchmarks
	@$(BIN)/python -m pytest -q tests/test_imports.py

format: $(STAMP) ## put the code in the house style
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(STAMP) ## measure reading, loading and querying against peers
	@$(BIN)/python -m benchmarks

bench-peers: $(STAMP) ## measure reading beside spaCy as well, which is installed for it
	@if command -v uv >/dev/null; then uv pip install --quiet --python $(BIN)/python -r benchmarks/peers.txt; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt; fi
	@$(BIN)/python -m benchmarks.reading

bench-service: $(STAMP) ## measure the web service beside the server of the same engine, which is installed for it
	@if command -v uv >/dev/null; then uv pip install --quiet --python $(BIN)/python -r benchmarks/peers.txt; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt; fi
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m benchmarks.service

lock: ## renew requirements.lock (needs uv)
	uv pip compile --universal --python-version 3.11 --all-extras --generate-hashes --no-emit-index-url --no-header \
	  --quiet --upgrade pyproject.toml -o requirements.lock

clean: ## remove the environment and the store
	rm -rf .venv $(STORE)

# uv is used where it is there; pip otherwise. Hashes in the lock hold either to the same files.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "peelgraph needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3 setup")'
	@echo "making the environment in .venv (a minute or two the first time) ..."
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing --python $(PYTHON) .venv && \
	  uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . ; \
	else \
	  $(PYTHON) -m venv .venv && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@touch $(STAMP)
