# The two commands are `make run` and `make test`; `make help` lists the others.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV = .venv/bin
export FLASK_APP = app.py

.PHONY: help run test test-postgres soak bench format requirements translations screenshots vendor clean

help:              ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 20

run:               ## prepare everything and serve Azbuka
	@$(PYTHON) bootstrap.py run

test:              ## lint, types and every test this machine can run
	@$(PYTHON) bootstrap.py test

install:           ## the virtual environment with what development needs
	@$(PYTHON) bootstrap.py install

test-postgres: install ## the suite on the PostgreSQL that AZBUKA_TEST_POSTGRES names
	@AZBUKA_TEST_DATABASE_URL=$${AZBUKA_TEST_POSTGRES:?set it to postgresql+psycopg://user:password@host/database} $(VENV)/python -m pytest -m "not browser"

soak: install      ## every property on many more examples, every fault drill at length, every task on phone and laptop (an hour or so)
	@AZBUKA_SOAK=$${AZBUKA_SOAK:-50} $(VENV)/python -m pytest -n auto -m "hypothesis or drill or browser"

format: install    ## put the code in shape
	@$(VENV)/ruff check --fix && $(VENV)/ruff format

requirements: install ## pin the dependencies anew from requirements*.in
	@for name in requirements requirements-dev; do $(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --no-strip-extras --output-file $$name.txt $$name.in; done

translations: install ## bring the catalogues up to date with the code
	@$(VENV)/python -m tools.translations

screenshots: install ## take the pictures of the README
	@$(VENV)/python -m tools.screenshots

bench: install     ## time the heavy acts; SHORT=--short for a slice of them
	@$(VENV)/python -m bench $(SHORT)

vendor:            ## build the vendored styles (needs Node.js)
	@tools/vendor/build.sh

clean:             ## remove what can be made again; data stays
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
