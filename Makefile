# The one door for people and CI. Every target works in a fresh clone: it makes .venv first if that is missing.
#
#   make demo          a whole instance with demo data at http://127.0.0.1:8000/ (PORT=… for another)
#   make test          all tests (ARGS="gongkai/foi -x" for some)
#   make check         format, lint, types, layers, migrations, documents, proven requirements
#   make requirements  which requirements tests prove, per app (ACCEPT=1 raises the committed floor)
#   make reference     writes docs/reference anew from the code
#   make bench         how fast the instance answers
#   make proofs        the tests that count what they tried (acts, cells of the table of rights …), with their figures
#   make mutants       takes every check of permission away, one at a time; which test notices? (ARGS="--new")
#   make pictures      screenshots of the main pages at 1280 and 360 px

PORT ?= 8000
JOBS ?= 2
ARGS ?=
BIN := .venv/bin
STATIC := GONGKAI_NO_DATABASE=1 GONGKAI_DATA=build/check GONGKAI_SECRET_KEY=check
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
	$(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))

.PHONY: install demo test check format reference bench proofs requirements mutants pictures clean

install: .venv/installed

.venv/installed: requirements.txt pyproject.toml .ci/uv.txt
	@test -n "$(PYTHON)" || { echo "Gongkai needs Python 3.11 or newer; found none. Give its path: make PYTHON=/path/to/python3" >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv || { rm -rf .venv; \
	  echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/uv.txt
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements.txt
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet --no-deps -e .
	@touch $@

demo: install
	@$(BIN)/gongkai demo --port $(PORT)

test: install
	@$(BIN)/pytest -q -n $(JOBS) $(ARGS)

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(STATIC) $(BIN)/mypy gongkai conftest.py
	$(BIN)/lint-imports
	$(STATIC) $(BIN)/python -W ignore -m gongkai manage makemigrations --check --dry-run
	$(BIN)/pytest -q -m docs
	$(BIN)/python -m gongkai.operate.requirements --check
	@$(BIN)/python -m gongkai.operate.sizes

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

requirements: install
	@$(BIN)/python -m gongkai.operate.requirements $(if $(ACCEPT),--accept)

reference: install
	@$(BIN)/python -m gongkai.operate.reference

bench: install
	@$(BIN)/python -m gongkai.operate.bench

proofs: install
	@$(BIN)/python -m gongkai.operate.proofs

mutants: install
	@$(BIN)/python -m gongkai.operate.mutants $(ARGS)

pictures: install
	@$(BIN)/python -m gongkai.operate.pictures

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
