PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PLAN ?=
PORT ?= 8000

.PHONY: demo test check lock migrations clean

# Reads PLAN (or the bundled sample), serves on localhost, prints the address and the log-in.
demo: $(VENV)/ready
	$(BIN)/gangmu demo --port $(PORT) $(if $(PLAN),--plan "$(PLAN)") $(ARGS)

# What a stranger runs: style, types, layers, tests.
test: check
	$(BIN)/pytest -q $(ARGS)

check: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Until 1.0 each app keeps one first migration, made anew from its models.
migrations: $(VENV)/ready
	find src/gangmu/kernel src/gangmu/systems -path '*/migrations/0*.py' ! -name 0001_ground.py -delete
	DJANGO_SETTINGS_MODULE=gangmu.site.settings $(BIN)/python -W ignore -m django makemigrations --no-header

lock:
	tools/lock.sh

$(VENV)/bin/pip:
	@command -v $(PYTHON) >/dev/null || { echo "需要 Python 3.11：请安装后再运行，或用 PYTHON=路径 指明。"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready: requirements.lock pyproject.toml | $(VENV)/bin/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-dev: requirements-dev.lock $(VENV)/ready
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) var
