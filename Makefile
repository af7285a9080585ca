# `make demo` and `make test` do all their set-up on a machine with python3, python3-venv, git and make.
PYTHON := .venv/bin/python
STAMP  := .venv/.installed

.PHONY: install demo test check format nightly bench manual lock

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml tools/install.py
	python3 tools/install.py

# `make demo SERVE=` writes everything and serves nothing.
SERVE ?= --serve

demo: install
	.venv/bin/plumbline demo $(SERVE)

test: install
	$(PYTHON) -m tools.check
	$(PYTHON) -m tools.test_run

check: install
	$(PYTHON) -m tools.check

format: install
	$(PYTHON) -m tools.check --format

nightly: install
	PLUMBLINE_NIGHTLY=1 PLUMBLINE_KILLS=1000 PLUMBLINE_EXAMPLES=50000 $(PYTHON) -m tools.test_run

bench: install
	$(PYTHON) -m bench

manual: install
	$(PYTHON) -m tools.manual
	$(PYTHON) -m tools.pictures

lock:
	python3 tools/lock.py
