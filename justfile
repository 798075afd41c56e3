# what a developer runs; each is also plain to type

# everything that .ci/run checks
check: lint test

lint:
    .venv/bin/ruff check .
    .venv/bin/ruff format --check .
    .venv/bin/mypy
    .venv/bin/lint-imports
    .venv/bin/codespell

test:
    .venv/bin/pytest -q

# after a change that is meant to change answers: look at the difference before you commit it
refresh-golden:
    .venv/bin/pytest -q --refresh-golden
