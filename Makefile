# Only python3 (3.11 or newer, with venv) and make are assumed. `make help` lists what there is.
PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python
LOCKS := bootstrap.lock requirements-build.lock pyproject.toml scripts/setup.py
PLUGINS := -p xdist -p hypothesispytest -p time_machine
PYTEST := PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(PY) -m pytest $(PLUGINS)
COMPILE := $(PY) -m uv --quiet pip compile --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-header --no-annotate
SKIPPED := browser tests were skipped: this run is not complete

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format bench soak screenshots lock assets translations

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

setup: .venv/.run ## install what serving needs, and with it .venv/bin/lms

run: .venv/.run ## serve on http://127.0.0.1:8000 with a demo company (PORT= to change)
	@LMS_BIND="$${LMS_BIND:-127.0.0.1:$(PORT)}" exec $(PY) -m lms.cli demo

test: .venv/.dev .partners/.partners ## run all tests, PostgreSQL and browser included
	@browser=yes; $(PY) scripts/ensure_chromium.py || browser=no; \
	$(PYTEST) -q -n 2 --dist loadfile --no-loadscope-reorder $(ARGS); code=$$?; \
	test $$browser = yes || echo "$(SKIPPED)"; exit $$code

soak: .venv/.dev .partners/.partners ## run the fault and load tests at full counts (minutes to an hour)
	@LMS_SOAK=1 $(PYTEST) -q -m soak $(ARGS)

lint: .venv/.dev ## check style, types, the import contract, templates and dependencies
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet . || { echo "not formatted: run make format"; exit 1; }
	@$(PY) -m mypy
	@PYTHONPATH=. .venv/bin/lint-imports --no-logo --cache-dir .import_linter_cache
	@$(PY) -m djlint --quiet --lint lms
	@$(PY) -m deptry .

format: .venv/.dev ## write Python files in the one format
	@$(PY) -m ruff check --quiet --fix --select I .
	@$(PY) -m ruff format --quiet .

bench: .venv/.dev ## measure, as JSON, each figure beside its reference
	@$(PY) -m bench $(ARGS)

screenshots: .venv/.dev ## write the main pages at three widths, two themes, two languages into var/screenshots
	@$(PY) scripts/screenshots.py $(ARGS)

assets: .venv/.dev ## verify the committed browser files against assets.lock.json
	@$(PY) scripts/vendor_assets.py $(ARGS)

translations: .venv/.dev ## collect the words of the interface, update Danish and Swedish, compile them
	@mkdir -p var
	@.venv/bin/pybabel -q extract -F babel.cfg -k _l -k lazy_gettext -k N_ -k ngettext:1,2 -k say -k say_n:1,2 --no-location --omit-header -o var/messages.pot .
	@for l in da sv; do .venv/bin/pybabel -q update -i var/messages.pot -d lms/web/translations -l $$l \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap || exit 1; done
	@.venv/bin/pybabel -q compile -d lms/web/translations

lock: .venv/.dev ## resolve the locks anew from pyproject.toml (UPGRADE=--upgrade for newer versions)
	@$(COMPILE) $(UPGRADE) pyproject.toml -o requirements.lock
	@$(COMPILE) $(UPGRADE) --extra dev pyproject.toml -o requirements-dev.lock
	@echo uv | $(COMPILE) $(UPGRADE) - -o bootstrap.lock
	@printf 'hatchling\neditables\n' | $(COMPILE) $(UPGRADE) - -o requirements-build.lock
	@printf 'canaille[front,oidc,server]\nralph-malph[lrs]\nrequests\n' | $(COMPILE) $(UPGRADE) - -o requirements-partners.lock

.venv/.run: $(LOCKS) requirements.lock
	@$(PYTHON) scripts/setup.py run

.venv/.dev: $(LOCKS) requirements-dev.lock
	@$(PYTHON) scripts/setup.py dev

.partners/.partners: .venv/.dev requirements-partners.lock scripts/setup.py
	@$(PYTHON) scripts/setup.py partners
