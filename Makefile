# One command per intention; CI calls these and has no logic of its own.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP_ARGS ?=
OUT ?= out

.DEFAULT_GOAL := help
.PHONY: help run test check fix accept messages docs bench prove corpus wheel bundle wheelhouse deb clean

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /\1\t/' | expand -t 12

$(BIN)/xunjian: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q $(PIP_ARGS) -e .
	@touch $@

$(BIN)/pytest: pyproject.toml $(BIN)/xunjian
	$(BIN)/python -m pip install -q $(PIP_ARGS) -e '.[dev,databases]'
	@touch $@

run: $(BIN)/xunjian  ## inspect this machine into a quarterly report, no root needed
	@$(BIN)/xunjian run --store $(OUT)/xunjian.db; code=$$?; test $$code -le 3
	@$(BIN)/xunjian report quarterly --store $(OUT)/xunjian.db --out $(OUT)

test: $(BIN)/pytest  ## start the real peers, run the tests, stop the peers
	@$(BIN)/python -m tests.house.peers
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(BIN)/pytest  ## format, lint, types, contracts, tests, fresh documentation
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.house.messages --check
	$(BIN)/python -m tests.house.pages --check
	@$(MAKE) --no-print-directory test

fix: $(BIN)/pytest  ## format and mend what can be mended
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

accept: $(BIN)/pytest  ## rewrite golden files; read the diff
	$(BIN)/pytest --accept

messages: $(BIN)/pytest  ## bring the Chinese catalogue up to the code
	$(BIN)/python -m tests.house.messages

docs: $(BIN)/pytest  ## write the generated pages
	$(BIN)/python -m tests.house.pages

bench: $(BIN)/pytest  ## ratios to peers, measured in one run
	$(BIN)/python -m tests.house.bench

prove: $(BIN)/pytest  ## the long proofs; writes docs/proof.md
	$(BIN)/python -m tests.house.prove

corpus: $(BIN)/pytest  ## recorded answers of real machines through our parsers, where the folder is there
	$(BIN)/python -m tests.house.corpus

wheel: $(BIN)/pytest  ## our wheel and those it needs, into wheels/
	$(BIN)/python -m pip wheel -q $(PIP_ARGS) -w wheels .

bundle: $(BIN)/pytest  ## offline bundles with their own Python for x86_64 and aarch64, into out/bundles; KEY=FILE signs
	$(BIN)/python -m tests.house.bundling bundle $(if $(KEY),--key $(KEY))

wheelhouse: $(BIN)/pytest  ## all wheels for both architectures, into out/bundles
	$(BIN)/python -m tests.house.bundling wheelhouse $(if $(KEY),--key $(KEY))

deb: $(BIN)/pytest  ## Debian packages that carry the bundles, into out/bundles
	$(BIN)/python -m tests.house.bundling deb $(if $(KEY),--key $(KEY))

clean:  ## remove what these commands made
	rm -rf $(VENV) $(OUT) build dist wheels *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
