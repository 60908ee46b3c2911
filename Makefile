# Two commands do all the set-up on a fresh machine with Python 3.11 or newer:
#   make run [IDEA="…"]   make a film and say where it is
#   make test             lint, types, layers, docs, tests

PYTHON := $(shell for p in python3.11 python3 python3.12 python3.13 python3.14; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$$p"; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

# What is typed stays text: neither make nor the shell expands it.
IDEA ?= 一位穿汉服的女孩在樱花树下弹古筝，花瓣随风飘落，春天的气息浓郁
override IDEA := $(value IDEA)
export IDEA

.PHONY: run test chat check bench soak docs pictures lock fonts clean test-local test-independent

run: .venv/run
	@$(BIN)/reelroom make -- "$$IDEA"

chat: .venv/run
	@$(BIN)/reelroom chat

test: check
	@$(BIN)/python -m pytest -n auto --maxprocesses 6 --dist loadfile

check: .venv/test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/basedpyright --level error
	@$(BIN)/python -m cogapp --check -I . README.md docs/*.md
	@$(BIN)/python -m bot.settings | diff .env.example -

bench: .venv/test
	@$(BIN)/python -m tests.bench $(ONLY)

soak: .venv/test
	@$(BIN)/python -m pytest -m soak --timeout 1800

docs: .venv/test  ## write again what README, docs and .env.example repeat from the code
	@$(BIN)/python -m cogapp -r -I . README.md docs/*.md
	@$(BIN)/python -m bot.settings > .env.example

pictures: .venv/test  ## paint the contact sheets of README and docs
	@$(BIN)/python -m docs.pictures.make $(ONLY)

TORCH ?= torch
LOCAL := .venv-local/bin/python

test-local: .venv-local/made  ## tiny models with the real libraries, on the CPU (about 2 GB, once)
	@$(LOCAL) -m pytest tests/local --timeout 300

test-independent: .venv/test  ## providers against aimock (npm); needs node and the npm registry
	@$(BIN)/python -m tests.independent

lock: .venv/test
	@echo 'future ; sys_platform == "never"' > .venv/overrides.txt  # see docs/decisions.md
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --generate-hashes \
		--custom-compile-command "make lock" --override .venv/overrides.txt pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --generate-hashes \
		--custom-compile-command "make lock" --override .venv/overrides.txt -c requirements.lock \
		--extra voice --group dev pyproject.toml -o requirements-dev.lock

fonts: .venv/test
	@$(BIN)/python -m generation.fonts.build $(FROM)

clean:
	rm -rf .venv .venv-local .pytest_cache .ruff_cache .import_linter_cache

.venv/made:
	@test -n "$(PYTHON)" || { echo "Reelroom needs Python 3.11 or newer: https://www.python.org/downloads/"; exit 1; }
	@echo "Making an environment in .venv with $(PYTHON) …"
	@"$(PYTHON)" -m venv .venv
	@touch $@

.venv/run: .venv/made requirements.lock pyproject.toml
	@echo "Installing what Reelroom needs (about 300 MB, once) …"
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --no-deps -e .
	@touch $@

.venv/test: .venv/run requirements-dev.lock
	@echo "Installing what the tests need …"
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

.venv-local/made: pyproject.toml
	@"$(PYTHON)" -m venv .venv-local
	@$(LOCAL) -m pip --disable-pip-version-check -q install "$(TORCH)"
	@$(LOCAL) -m pip --disable-pip-version-check -q install -e '.[local]' 'pytest>=8.3' 'pytest-asyncio>=1.0' 'pytest-timeout>=2.3'
	@touch $@
