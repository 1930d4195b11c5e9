# Two commands matter: `make demo` to look at it, `make test` to trust it.
# Both work on a fresh machine that has Python 3.11 or newer, make and apt.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
export PORT ?= 8000
export DEMO_DIR ?= .demo

VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
export PATH := $(BIN):$(CURDIR)/node_modules/.bin:$(PATH)

# Nothing is asked of the network but what the lock files name, with its hash.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
APT_INSTALL := $(if $(filter 0,$(shell id -u)),,sudo) env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends
APT_UPDATE := $(if $(filter 0,$(shell id -u)),,sudo) apt-get update --quiet

LOCK := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header
# These read the settings, and connect to nothing.
CHECKS := SECRET_KEY=unused DATABASE_URL=postgresql:///unused

.PHONY: help demo test check bench install install-dev browser css format lock clean

help: ## What can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: install css ## Run the portal with sample areas on this machine (PORT=8000 DEMO_DIR=.demo)
	@exec $(BIN)/python -m portal.launch

test: install-dev css browser check ## Everything that must hold: style, types, imports, tests, journeys, coverage
	python -m pytest --numprocesses auto --dist loadscope --cov

check: install-dev ## Style, types and imports
	ruff check .
	ruff format --check .
	lint-imports
	$(CHECKS) mypy

bench: install-dev css ## How fast it is, as ratios against its limits
	python -m bench

format: install-dev ## Put the code into shape
	ruff check --fix .
	ruff format .

lock: install-dev ## Choose the newest versions that pyproject.toml and package.json allow, and lock them
	$(LOCK) pyproject.toml --output-file requirements.txt
	$(LOCK) pyproject.toml --group dev --constraints requirements.txt --output-file requirements-dev.txt
	$(LOCK) --group node --output-file requirements-node.txt
	npm update --ignore-scripts

clean: ## Take away everything that was made, the demo's data included
	rm -rf $(VENV) node_modules static/dist .demo .static .cache .testing .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

install: $(VENV)/installed $(VENV)/libraries
install-dev: $(VENV)/installed-dev $(VENV)/libraries
css: static/dist/app.css

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Club Together needs Python 3.11 or newer.'; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2> /dev/null || { $(APT_UPDATE) && $(APT_INSTALL) python3-venv; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: requirements.txt | $(VENV)/made
	$(PIP_INSTALL) --requirement requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | $(VENV)/made
	$(PIP_INSTALL) --requirement requirements-dev.txt
	@touch $@ $(VENV)/installed

# WeasyPrint draws letters with Pango and HarfBuzz, which have no wheels. Trying it is the surest test.
$(VENV)/libraries: | $(VENV)/installed
	@python -c 'import weasyprint' > /dev/null 2>&1 || \
		{ $(APT_UPDATE) && $(APT_INSTALL) libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; }
	@touch $@

browser:
	@command -v chromium > /dev/null || { $(APT_UPDATE) && $(APT_INSTALL) chromium; }

# Sass needs Node.js 20.19. Where there is none, or an older one, the same thing comes as a wheel.
node_modules/.package-lock.json: package.json package-lock.json | $(VENV)/made
	@{ command -v npm && node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; } > /dev/null || \
		$(PIP_INSTALL) --requirement requirements-node.txt
	npm ci --ignore-scripts
	@touch $@

static/dist/app.css: $(shell find static/css -name '*.scss' 2> /dev/null) node_modules/.package-lock.json
	npm run --silent build
	@touch $@
