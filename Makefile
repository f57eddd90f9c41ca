# Two commands need nothing but Python 3.11, make and a package index:
#   make brief   set up and write the example brief into out/
#   make test    set up and pass the tests
# a third shows the example in a browser:
#   make serve   set up and print a link to the workbench
# and one makes the shipped weights anew (under two hours on one core; stop and start it at will):
#   make train DATA=../shared/data/attribution
# with status/ and events/ beside attribution/, or EVENTS=folder that holds them
PYTHON ?= python3
EVENTS ?= $(DATA)/..
VENV := .venv
BIN := $(VENV)/bin

.PHONY: brief settle serve test soak fuzz check docs pins train clean

brief: $(VENV)/core.done
	$(BIN)/tocsin brief examples/korea-2024 --watch korean-peninsula --as-of 2024-05-25 --out out

settle: brief
	$(BIN)/tocsin settle --from out/brief.json --out out

serve: $(VENV)/web.done
	$(BIN)/tocsin serve --demo

test: $(VENV)/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest

# A hundred kills of a run and its backups; takes a quarter of an hour.
soak: $(VENV)/dev.done
	nice -n 10 $(BIN)/pytest -m soak

check: $(VENV)/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# Malformed input through every parser: 100,000 cases (2,000 are in make test).
fuzz: $(VENV)/dev.done
	FUZZ_CASES=100000 $(BIN)/pytest tests/properties/test_collect_malformed.py

docs: $(VENV)/docs.done
	$(BIN)/sphinx-build -W -q -b html docs docs/_build

train: $(VENV)/train.done
	nice -n 5 $(BIN)/python -m training.train --data $(DATA) --out out/reader
	nice -n 5 $(BIN)/python -m training.together --reader out/reader/reader.pt --data $(DATA) --events $(EVENTS) --out out/reader
	$(BIN)/python -m training.export --weights out/reader/together.pt --out src/tocsin/read/weights
	$(BIN)/python -m training.measure --data $(DATA) --log out/reader/log.jsonl
	$(BIN)/python -m benchmarks.status --data $(EVENTS)/status

# Pins are made for every platform and hold no address of an index.
pins: $(VENV)/dev.done
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-annotate pyproject.toml -o requirements/core.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-annotate --extra dev --extra pdf pyproject.toml -o requirements/dev.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-annotate --extra docs pyproject.toml -o requirements/docs.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-annotate --extra web pyproject.toml -o requirements/web.txt

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Tocsin needs Python 3.11 or newer; name one with: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/core.done: $(BIN)/python requirements/core.txt pyproject.toml
	$(BIN)/pip install --disable-pip-version-check -q -r requirements/core.txt
	$(BIN)/pip install --disable-pip-version-check -q --no-deps -e .
	touch $@

$(VENV)/dev.done: $(BIN)/python requirements/dev.txt pyproject.toml
	$(BIN)/pip install --disable-pip-version-check -q -r requirements/dev.txt
	$(BIN)/pip install --disable-pip-version-check -q --no-deps -e .
	touch $@ $(VENV)/core.done

$(VENV)/web.done: $(VENV)/core.done requirements/web.txt
	$(BIN)/pip install --disable-pip-version-check -q -r requirements/web.txt
	touch $@

$(VENV)/docs.done: $(VENV)/core.done requirements/docs.txt
	$(BIN)/pip install --disable-pip-version-check -q -r requirements/docs.txt
	touch $@

# torch is left out of the pins: a resolver that does not know the CPU builds takes the CUDA one.
$(VENV)/train.done: $(VENV)/core.done pyproject.toml
	$(BIN)/pip install --disable-pip-version-check -q -e '.[train]'
	touch $@

clean:
	rm -rf $(VENV) out build dist docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis
