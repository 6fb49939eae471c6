# demo: install, migrate, seed, serve · test: install, run every test · check: style, types, layers, templates, French
# bench: the figures of docs/benchmarks.md · translations: gather the sentences anew and compile the French

PYTHON ?= python3
PORT ?= 5000
CANDIDATES ?= 5000
APPLICATIONS ?= 300
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask
PO := expressentry/translations/fr/LC_MESSAGES/messages.po

.PHONY: demo test check bench translations clean

$(VENV)/installed: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

demo: $(VENV)/installed
	$(FLASK) db upgrade
	$(FLASK) seed --candidates $(CANDIDATES) --applications $(APPLICATIONS) --demo
	@echo "Open http://127.0.0.1:$(PORT)/ and stop with Ctrl-C. The sign-in page shows the demonstration accounts."
	EXPRESSENTRY_DEMO=true EXPRESSENTRY_SITE_URL=http://127.0.0.1:$(PORT) $(FLASK) run --host 127.0.0.1 --port $(PORT)

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/python -m tests.french

bench: $(VENV)/installed-dev
	$(BIN)/python -m tests.bench

translations: $(VENV)/installed-dev
	$(BIN)/pybabel --quiet extract -F babel.cfg -k lazy_gettext --no-location --omit-header -o messages.pot .
	$(BIN)/pybabel --quiet update -i messages.pot -d expressentry/translations -l fr --no-fuzzy-matching --ignore-obsolete
	rm messages.pot
	$(BIN)/pybabel --quiet compile -d expressentry/translations

clean:
	rm -rf $(VENV)
