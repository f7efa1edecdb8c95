# Every developer command. `make` alone lists them. Paths are relative, so a folder with spaces works too.
# Python 3.11 to 3.13 is looked for; PYTHON=/path/to/python3.12 names one.

candidates := $(if $(PYTHON),"$(PYTHON)",.venv/bin/python python3.12 python3.13 python3.11 python3)
python := .venv/bin/python
# Runs a command without the caller's Airflow and Postgres settings: a test never meets a live store or database.
isolated := $(python) -m sandbox isolated
# A value as it was given, for the shell: make itself takes the $ in A$$B for a variable's.
as_given = '$(subst ','\'',$(value $(1)))'

.PHONY: help demo test up down reset env migrate erase explain skus rejects approve unapprove check bench pictures lock assets install
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

demo: install ## run every flow twice in a world of its own, and prove that the second pass changes nothing; NETO=1: with Neto
	@$(python) -m sandbox demo

test: install ## the whole test suite, with real Postgres, on 4 cores at most; WORKERS=1 takes one, 0 this process
	@$(isolated) $(python) -m pytest -n $(or $(WORKERS),logical --maxprocesses 4)

up: install ## start Postgres, the sandbox store and Airflow, and say how to open them; NETO=1: a sandbox Neto too; SETUP=1: you set the store up
	@$(python) -m sandbox up

down: $(if $(wildcard .world),install) ## stop what `make up` started
	@test ! -d .world || $(python) -m sandbox down

reset: $(if $(wildcard .world),install) ## stop it and wipe its data
	@test ! -d .world || $(python) -m sandbox reset

env: install ## export lines for a shell in which `airflow` works: eval "$(make -s env)"
	@$(python) -m sandbox env

migrate: install ## create or upgrade the schemas backoffice, bigcommerce and neto in the database of commerce_db
	@$(python) -m sandbox migrate

erase: install ## take a customer's data out of the tables, money stays: make erase EMAIL=jane@example.com
	@eval "$$($(python) -m sandbox env)" && $(python) -m bigcommerce erase "$$EMAIL"

explain: install ## why this price, why this stock: make explain SKU=A-1 STORE=default; OFFLINE=1 does not ask the store
	@eval "$$($(python) -m sandbox env)" && \
	  $(python) -m bigcommerce explain --store "$${STORE:-default}" $(if $(OFFLINE),--offline) -- $(call as_given,SKU)

skus: install ## SKUs as CSV: make -s skus FROM=bigcommerce STORE=default; or backoffice, backoffice_only, bigcommerce_only
	@eval "$$($(python) -m sandbox env)" && $(python) -m bigcommerce skus --from "$$FROM" --store "$${STORE:-default}"

rejects: install ## the rejected rows of an import of approvals as CSV: make -s rejects IMPORT=12
	@eval "$$($(python) -m sandbox env)" && $(python) -m bigcommerce rejects "$$IMPORT"

approve: install ## all that match: make approve SKU_PREFIX=TOY- LINK=linked STORE=default; counts, and with CONFIRM=12 does it
	@$(set_approvals)

unapprove: install ## the same the other way; SKU=A-1 for one, LINK=missing for what BigCommerce lacks
	@$(set_approvals)
set_approvals = eval "$$($(python) -m sandbox env)" && $(python) -m bigcommerce $@ --store "$${STORE:-default}" \
  $(if $(SKU),--sku=$(call as_given,SKU)) $(if $(SKU_PREFIX),--prefix=$(call as_given,SKU_PREFIX)) $(if $(LINK),--link="$$LINK") \
  $(if $(CONFIRM),--confirm="$$CONFIRM")

check: install ## formatter, linter, types, DAG imports
	$(python) -m ruff format --check .
	$(python) -m ruff check .
	$(python) -m mypy
	$(isolated) $(python) -m pytest -q tests/test_dags.py tests/test_architecture.py

bench: install ## the benchmarks
	@$(isolated) $(python) -m pytest -q -p no:cacheprovider -o python_files='bench_*.py' -o python_functions='bench_*' benchmarks

pictures: install ## take the docs' pictures of the control panel anew (Chromium is needed)
	@$(isolated) $(python) -m pytest -q -p no:cacheprovider -o python_files=pictures.py -o python_functions='picture_*' \
	  tests/browser/pictures.py

lock: install ## resolve the requirements again and hash what was found
	.venv/bin/uv pip compile $(compile) requirements-installer.txt -o requirements-installer.lock
	.venv/bin/uv pip compile $(compile) requirements.txt -o requirements.lock
	.venv/bin/uv pip compile $(compile) requirements-dev.txt -c requirements.lock -o requirements-dev.lock
compile := -q --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

assets: ## copy the panel's style sheet and chart library, with their licences, from npm (npm is needed)
	cd plugins/bigcommerce/ui && npm ci --silent && cd static/vendor && \
	  cp ../../node_modules/@picocss/pico/css/pico.min.css ../../node_modules/chart.js/dist/chart.umd.min.js . && \
	  cp ../../node_modules/@picocss/pico/LICENSE.md pico.LICENSE.md && \
	  cp ../../node_modules/chart.js/LICENSE.md chart.js.LICENSE.md

# Every candidate is really run: version managers leave shims that do not. First choice: one that can make a venv.
install:
	@for able in 'import ensurepip' ''; do for candidate in $(candidates); do \
	  if "$$candidate" -c "import sys; assert (3, 11) <= sys.version_info[:2] <= (3, 13); $$able" 2>/dev/null; then \
	    exec "$$candidate" sandbox/install.py . >&2; \
	  fi; done; done; \
	echo "Python 3.11, 3.12 or 3.13 is needed and none was found. PYTHON=/path/to/python names one." >&2; exit 1
