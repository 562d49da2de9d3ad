# `make run` and `make test` are all that a newcomer needs; each does its own set-up.
.PHONY: help run test check bench soak calibrate texts messages vendor lock screenshots
help:
	@echo "make run          set up, load the example when the database is empty, and serve on 127.0.0.1:8000"
	@echo "make test         set up, check and test everything: SQLite, PostgreSQL, a real browser"
	@echo "make check        format, lint, types, import order, migrations, translations"
	@echo "make soak         the long forms: kills, writers, hostile and huge files"
	@echo "make bench        time Samsyn beside its peers, in one run, as ratios"
	@echo "make calibrate    how often intervals hold the truth and tests cry wolf, as a table in the docs"
	@echo "make texts        write every Swedish sentence to one file for a language review"
	@echo "make messages     take new sentences into the English catalogue and compile it"
	@echo "make screenshots  take the pictures of the docs anew"
	@echo "make vendor       rebuild the front-end files from npm (needs Node)"
	@echo "make lock         rewrite the locked sets of dependencies"
run:
	@bin/setup run && exec .venv/bin/samsyn run
check:
	@bin/setup test && bin/check
test:
	@bin/setup test && bin/test
soak:
	@bin/setup test && bin/soak
bench:
	@bin/setup bench && .venv/bin/python -m bench
calibrate:
	@bin/setup test && .venv/bin/python -m calibration
texts:
	@bin/setup test && .venv/bin/samsyn texts review var/texter.md
messages:
	@bin/setup test && .venv/bin/samsyn texts collect
screenshots:
	@bin/setup test && .venv/bin/python -m docs.screenshots && DJANGO_SETTINGS_MODULE=samsyn.config.settings .venv/bin/python -m docs.pictures
vendor:
	@bin/setup test && .venv/bin/python -m samsyn.ui.vendor
lock:
	@bin/setup run && requirements/lock.sh
