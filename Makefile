# The commands of this house. Each makes the environment it needs first.
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
ENVIRONMENT := .venv/.made
SCRIPTS := desk/static/vendor/htmx.min.js

.PHONY: help demo test check up lock format docs pictures clean faults bench-moves bench-desk bench-deliver bench-sweep bench-package bench-lock
help:  ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# Works with Debian's own Python (no ensurepip, PEP 668): pip installs uv into the environment from outside it.
$(ENVIRONMENT): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv --without-pip .venv
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || { echo "pip is missing: on Debian, apt-get install python3-pip"; exit 1; }
	@$(PYTHON) -m pip --disable-pip-version-check --python $(BIN)/python install --quiet uv==$(UV_VERSION)
	@UV_SYSTEM_CERTS=1 $(BIN)/uv pip install --python $(BIN)/python --quiet --compile-bytecode --require-hashes -r requirements.lock
	@UV_SYSTEM_CERTS=1 $(BIN)/uv pip install --python $(BIN)/python --quiet --no-deps --editable .
	@touch $@

# The desk's third-party script. Without npm, or without its registry, the desk works as it does without JavaScript.
$(SCRIPTS): package.json package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing (on Debian: apt-get install npm): the desk goes without its script"; exit 0; }; \
	npm ci --silent || { echo "npm could not bring the desk's script: the desk goes without it"; exit 0; }; \
	mkdir -p $(@D) && cp node_modules/htmx.org/dist/htmx.min.js $@

demo: $(ENVIRONMENT) $(SCRIPTS)  ## Play half a year of a sample order: letters, escalations, a package in demo/
	@$(BIN)/srok demo

test: $(ENVIRONMENT) $(SCRIPTS)  ## Run the tests (PostgreSQL's are skipped where it is not installed)
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --cov=states --cov-branch --cov-fail-under=100 --cov-report=term-missing:skip-covered

faults: $(ENVIRONMENT)  ## Break things on purpose, in full: hours, with a real PostgreSQL
	@CI=true FAULTS=full $(BIN)/python -m pytest tests/faults

check: $(ENVIRONMENT)  ## Lint, format, types, directions between the folders
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

up: $(ENVIRONMENT) $(SCRIPTS)  ## Run the desk, Prefect's server and the schedules
	@$(BIN)/srok up

lock: $(ENVIRONMENT)  ## Resolve the dependencies anew into requirements.lock
	UV_SYSTEM_CERTS=1 $(BIN)/uv pip compile --python $(BIN)/python --universal --upgrade --generate-hashes \
		--no-header --no-annotate --extra dev pyproject.toml --output-file requirements.lock --quiet

format: $(ENVIRONMENT)  ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(ENVIRONMENT)  ## Make the tables of docs/states.md and docs/permissions.md again
	$(BIN)/srok states --write

pictures: $(ENVIRONMENT) $(SCRIPTS)  ## Take the documents' pictures of letters and of every page anew; after `make demo`, with Chromium
	@$(BIN)/python -m tests.desk.pictures
	@$(BIN)/python -m tests.notifications.pictures

# The peers live apart from Srok: they want other versions of things, and nobody who runs Srok needs them.
.venv-bench/.made: benchmarks/peers.lock $(ENVIRONMENT)
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv --without-pip .venv-bench
	@UV_SYSTEM_CERTS=1 $(BIN)/uv pip install --python .venv-bench/bin/python --quiet --compile-bytecode --require-hashes -r benchmarks/peers.lock
	@touch $@

bench-moves: $(ENVIRONMENT) .venv-bench/.made  ## Measure moves against bare SQL and against peers
	@$(BIN)/python -m benchmarks.moves

bench-desk: $(ENVIRONMENT)  ## Measure the desk's pages over 100 000 assignments
	@$(BIN)/python -m benchmarks.desk

bench-deliver: $(ENVIRONMENT)  ## Measure letters from the outbox to a sink against other ways to send
	@$(BIN)/python -m benchmarks.deliver

bench-package: $(ENVIRONMENT) .venv-bench/.made  ## Measure the parts of a package, and its tables against other libraries
	@$(BIN)/python -m benchmarks.package
	@$(BIN)/python -m benchmarks.package 800 40

bench-sweep: $(ENVIRONMENT)  ## Measure the daily sweep over up to 5 000 000 assignments (8 GB of disk for a while)
	@$(BIN)/python -m benchmarks.sweep

bench-lock: $(ENVIRONMENT)  ## Resolve the peers of the benchmark anew into benchmarks/peers.lock
	UV_SYSTEM_CERTS=1 $(BIN)/uv pip compile --python $(BIN)/python --universal --upgrade --generate-hashes \
		--no-header --no-annotate benchmarks/peers.in --output-file benchmarks/peers.lock --quiet

clean:  ## Remove the environment and caches, nothing else
	rm -rf .venv .venv-bench .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
