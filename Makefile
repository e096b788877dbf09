# Developer commands; the two a user needs are ./run and ./test.
PY = .venv/bin

help:      ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14
check:     ## ruff, mypy, import walls
	$(PY)/ruff check . && $(PY)/ruff format --check . && $(PY)/mypy && $(PY)/lint-imports --no-cache
format:    ## put the code in order
	$(PY)/ruff check --fix . && $(PY)/ruff format .
test:      ## every test
	./test
unit:      ## quick tests only
	$(PY)/python -m pytest tests/unit tests/property tests/golden
lock:      ## make requirements.lock anew
	$(PY)/uv pip compile -q pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-annotate --no-header -p 3.11 -o requirements.lock
web-dev:   ## the web app with live reload (the server must run on 8000)
	. tools/setup.sh && setup_node && cd web && npx vite
.PHONY: help check format test unit lock web-dev
