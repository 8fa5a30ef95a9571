# The commands of this house; `make run` and `make test` need nothing but python3 and make.
PYTHON ?= python3
BIN := .venv/bin
TESTING := DJANGO_SETTINGS_MODULE=config.settings_test
# The quick start always uses its own database and queue, whatever servers the machine has, and
# speaks plain http to anybody who reaches the port. Deployments: docs/deploy.md.
QUICK := env -u DATABASE_URL -u DATABASE_URL_FILE -u REDIS_URL -u REDIS_URL_FILE \
	LANDFALL_HTTPS=no ALLOWED_HOSTS='*'

# Where it is set, every process would compile the product and its packages anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run worker test test-fast check fix packs messages demo pdf-sample drills mutants bench bench-full \
	screenshots lock

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

run:  ## start the product with its demo at http://localhost:8000 (PORT=… for another port)
	@$(PYTHON) scripts/setup.py
	@exec $(QUICK) $(BIN)/python manage.py up --demo

setup:  ## environment for development: runtime, tests, checks
	@$(PYTHON) scripts/setup.py --dev

worker:  ## one more worker beside a running `make run`
	@exec $(QUICK) $(BIN)/python -m celery -A config worker --concurrency 1 --loglevel INFO

test: setup  ## everything: checks, all tests, coverage; again on PostgreSQL and Redis if they are there
	@$(BIN)/python scripts/test.py

test-fast:  ## rules only: needs no browser, no database server and no typefaces
	@$(PYTHON) scripts/setup.py --rules
	@$(BIN)/python -m pytest -q -n auto $(wildcard tests/*/domain)

check: setup  ## formatter, linter, types, contracts, sizes, migrations, packs, translations …
	@$(BIN)/python scripts/check.py

fix:  ## format and mend what tools can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2 || true

packs:  ## check every pack file
	@$(TESTING) $(BIN)/python manage.py check_packs

messages:  ## refresh the translation catalogs, then name what lacks Chinese
	@$(BIN)/python scripts/messages.py extract
	@$(BIN)/python scripts/messages.py check
	@$(BIN)/python scripts/messages.py compile

demo:  ## load the demo organization into the quick start's database
	@$(QUICK) $(BIN)/python manage.py prepare -v 0
	@$(QUICK) $(BIN)/python manage.py load_demo

pdf-sample:  ## print the demo's blueprint and KPI baseline to var/samples
	@mkdir -p var/samples
	@for language in en zh-hans bilingual; do for kind in blueprint indicator-baseline; do \
		$(QUICK) $(BIN)/python manage.py render $$kind --plant johor-bahru \
			--language $$language --out var/samples/$$kind-$$language.pdf || exit 1; done; done

drills: setup  ## exercises of emergencies, too long for `make test`: kills, load, forms, all ways
	@$(BIN)/python scripts/drills.py

mutants: setup  ## break a hundred places of the rules one by one and count what tests notice
	@$(BIN)/python scripts/mutants.py

bench: setup  ## measure the product against its goals on 4 and 53 plants, some minutes
	@PYTHONPATH=scripts $(BIN)/python -m bench

bench-full: setup  ## the same with 300 plants, 1,000 runs and both databases; data stay in var/bench
	@PYTHONPATH=scripts $(BIN)/python -m bench --full

screenshots: setup  ## make the pictures of the README from the demo
	@$(BIN)/python scripts/screenshots.py

lock:  ## pin the newest allowed versions anew
	@for part in ":requirements.lock" "--extra s3 -c requirements.lock:requirements-s3.lock" \
		"--group dev --all-extras:requirements-dev.lock"; do \
		$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links $${part%%:*} pyproject.toml -o $${part##*:}; done
