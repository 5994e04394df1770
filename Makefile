# `make demo` to try it, `make test` to check it. Both prepare .venv first; `make setup` does only that.
#   make demo PORT=4000                  the page at another port
#   make demo SEATS="jp-jjoc-cdr ..."    these seats are yours too
#   make setup PYTHON=/path/to/python3   another Python than the first one found

PORT   := 3000
PYTHON := $(shell for python in python3.11 python3.12 python3.13 python3.14 python3; do \
            $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN    := .venv/bin
LOG    := build/setup.log
# Says its argument and ends the recipe.
fail    = { echo "$(1)" >&2; exit 1; }

.PHONY: setup demo test soak bench lint format clean

setup: .venv/ready

demo: setup
	@exec $(BIN)/kakehashi demo --port $(PORT) $(addprefix --seat ,$(SEATS))

test: lint
	$(BIN)/pytest -n 2 --dist worksteal

# The simulated year, whole and often: hours.
soak: setup
	SOAK=1 $(BIN)/pytest -n 2 --dist worksteal tests/state/test_simulated_year.py

bench: setup
	$(BIN)/python -m tests.bench

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Everything that was made but .venv, which only `rm -r .venv` takes away.
clean:
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The stamp comes last: where a step fails, the next run begins again and what is there already is kept.
.venv/ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || $(call fail,Kakehashi needs Python 3.11 or newer and found none; name one: make setup PYTHON=/path/to/python3)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || $(call fail,$(PYTHON) is not Python 3.11 or newer; name one that is: make setup PYTHON=/path/to/python3)
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(call fail,$(PYTHON) lacks ensurepip and cannot make a virtual environment; on Debian: apt install python3-venv)
	@mkdir -p build
	@echo "1/3 making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv >$(LOG) 2>&1 || $(call fail,The virtual environment could not be made; $(LOG) says why.)
	@echo "2/3 bringing $$(grep -c == requirements.lock) packages, each checked against its hash (a minute or two)"
	@$(BIN)/python -m pip install --no-input --require-hashes -r requirements.lock >$(LOG) 2>&1 \
	  || $(call fail,A package could not be downloaded or is not the one in requirements.lock; $(LOG) says which.)
	@echo "3/3 installing Kakehashi itself"
	@$(BIN)/python -m pip install --no-input --no-deps --no-build-isolation -e . >$(LOG) 2>&1 \
	  || $(call fail,Kakehashi could not be installed into .venv; $(LOG) says why.)
	@touch $@
