.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Further words for pip, such as an index of CPU builds of torch.
PIP_ARGS ?=

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet $(PIP_ARGS) -c constraints.txt -e '.[dev]'
	@touch $@

install: $(VENV)/.installed ## create .venv and install everything under constraints.txt

chat: install ## ingest corpus/ and serve the chat on http://127.0.0.1:7860 (HOST, PORT)
	$(BIN)/assistant ingest corpus
	$(BIN)/python app.py

test: install ## run the tests
	$(BIN)/python -m pytest

eval: install ## run the offline evals; results go to evals/results/
	$(BIN)/python -m evals

lint: install ## check style, types and the articles
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/assistant check corpus

.PHONY: help install chat test eval lint
