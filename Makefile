# Everything there is to do with a checkout; `make help` lists it.
SHELL := bash
PORT ?= 8000
TORTURE ?= 1000
T ?= tests
JOBS ?= $(shell nproc)
VENV := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup run phone worker beat test torture check format bench screenshots lock clean

help:  ## list what can be made
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/make \1\t\2/p' Makefile | expand -t 16

setup:  ## prepare everything: .venv/, front-end files, translations
	@tools/setup.sh

run: setup  ## serve on 127.0.0.1:$PORT (8000); with no installation, the demonstration
	@PORT=$(PORT) exec $(VENV) -m flask --app wsgi serve

phone: setup  ## serve over HTTPS on the local network, for a phone's camera
	@PORT=$(PORT) exec $(VENV) -m tools.phone

worker: setup  ## do what is due in a process of its own; needs CELERY_BROKER_URL (docs/tasks.md)
	@exec $(VENV) -m celery -A wsgi:celery worker --loglevel WARNING

beat: setup  ## ask the workers for what is due, again and again; needs CELERY_BROKER_URL
	@exec $(VENV) -m celery -A wsgi:celery beat --loglevel WARNING

test: setup  ## run all tests (some of them: make test T=tests/trace)
	@tools/system.sh
	@$(VENV) -m pytest -n $(JOBS) $(T)

torture: setup  ## kill the server $TORTURE (1000) times at any instant and verify the log each time
	@tools/system.sh
	@TORTURE=$(TORTURE) $(VENV) -m pytest -m torture $(T)

check: setup  ## style, types and the arrows between packages
	@$(VENV) -m ruff check .
	@$(VENV) -m ruff format --check .
	@$(VENV) -m mypy
	@.venv/bin/lint-imports

format: setup  ## put the code into its one style
	@$(VENV) -m ruff check --fix .
	@$(VENV) -m ruff format .

bench: setup  ## benchmarks, as ratios within one run
	@tools/system.sh
	@$(VENV) -m bench

screenshots: setup  ## take the pictures of the docs anew
	@tools/system.sh
	@$(VENV) -m tools.screenshots

lock: setup  ## renew the pinned requirements and front-end files
	@tools/lock.sh

clean:  ## remove what can be made again (never instance/, which holds the log)
	rm -rf .venv node_modules app/static/vendor .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
