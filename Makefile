# Copyright (c) 2026 cdn.aws contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
INSTALLED := $(VENV)/.installed
LINK := .build/typing/ansible_collections/cdn/aws

# ansible-lint, molecule and ansible-test start the ansible commands that they find first.
export PATH := $(CURDIR)/$(BIN):$(PATH)

# Every message of every tool in plain text: what make prints ends up in logs.
export NO_COLOR := 1

# No target is about an account of the developer's: with a profile the keys of the lab would be refused.
unexport AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN

# Without byte code every process of every run compiles all of Ansible and botocore; without buffers a test could not see
# what users see, whose output is buffered.
unexport PYTHONDONTWRITEBYTECODE PYTHONUNBUFFERED

LINTERS := ruff mypy yamllint changelog-lint sanity ansible-lint docs-lint
# The longest first; `default` is part of each of the others.
SCENARIOS := molecule-site $(filter-out molecule-site molecule-default, \
	$(patsubst extensions/molecule/%/molecule.yml,molecule-%,$(wildcard extensions/molecule/*/molecule.yml)))

.DEFAULT_GOAL := help
.PHONY: help venv demo lab browser screenshots test lint $(LINTERS) unit integration molecule $(SCENARIOS) docs build benchmark iam chaos clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "%-14s %s\n", $$1, $$2}'

venv: $(INSTALLED) $(LINK) ## the locked Python environment, with this collection linked into it

# The wheels are complete, so nothing is resolved; byte code is made when a file is first used, not for all of ansible.
$(INSTALLED): requirements.lock
	test -x $(PY) || $(PYTHON) -m venv --clear $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-compile -r requirements.lock
	collections=$$($(PY) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/ansible_collections; \
	mkdir -p $$collections/cdn && ln -sfn $(CURDIR) $$collections/cdn/aws
	touch $@

# mypy takes no package from site-packages that is not marked as typed: it looks here for ours.
$(LINK):
	mkdir -p $(@D) && ln -sfn $(CURDIR) $@

demo: venv ## the whole chain against the lab, explained
	@$(PY) -m tests.demo

lab: venv ## run the lab until interrupted
	@$(PY) -m tests.lab

# What it cannot install it leaves to the tests, which are skipped without a browser, and fail where CI is set.
BROWSERS := chromium-headless-shell chromium
browser: ## a browser without a window for the tests of the report, where it can be installed
	@for name in $(BROWSERS) chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		export DEBIAN_FRONTEND=noninteractive; apt-get update -qq; \
		for name in $(BROWSERS); do \
			apt-get install -qq -y --no-install-recommends $$name >/dev/null && exit 0; \
		done; \
	fi; \
	echo "No Chromium was found or installed: the report is not looked at."

screenshots: venv browser ## the pictures in docs/images, made from real runs against the lab
	@$(PY) -m tests.demo.screenshots

# The linters and the scenarios have nothing to do with each other, nor with the browser, and scenarios often wait: three at
# a time, each one's output in one piece. pytest comes last, so that its closing line is the last word.
test: venv ## everything: lint, molecule, then all of pytest
	@$(MAKE) --no-print-directory --jobs=3 --output-sync=target browser $(LINTERS) $(SCENARIOS)
	@$(PY) -m pytest

lint: venv ## every linter and the sanity tests
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target $(LINTERS)

ruff: venv ## style and format of the Python files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

mypy: venv ## types of the code of the plugins
	$(BIN)/mypy

yamllint: venv ## style of the YAML files
	$(BIN)/yamllint --strict .

ansible-lint: venv ## style of roles and playbooks, production profile
	$(BIN)/ansible-lint

changelog-lint: venv ## the changelog fragments
	$(BIN)/antsibull-changelog lint

# antsibull-docs copies the collections we depend on as git would; the ceiling keeps it from taking the environment,
# which git ignores, for a part of this repository.
docs-lint docs: export GIT_CEILING_DIRECTORIES := $(CURDIR)

# It keeps a log in the home directory, which is not the developer's.
ANTSIBULL_DOCS := HOME=$(CURDIR)/.build/home $(CURDIR)/$(BIN)/antsibull-docs

docs-lint: venv ## the documentation of plugins, roles and guides
	mkdir -p .build/home
	$(ANTSIBULL_DOCS) lint-collection-docs --plugin-docs --check-extra-docs-refs \
		--validate-collection-refs dependent --disallow-unknown-collection-refs .

sanity: venv ## ansible-test sanity, every test, nothing ignored
	$(PY) tests/sanity.py

unit: venv ## the tests that start nothing
	@$(PY) -m pytest tests/unit

integration: venv ## playbooks against the lab, and the tests of the lab
	@$(PY) -m pytest tests/lab_tests tests/integration

# Two at a time, each with a lab and files of its own, each one's output in one piece.
molecule: venv ## the scenarios of extensions/molecule
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target $(SCENARIOS)

$(SCENARIOS): molecule-%: venv
	ANSIBLE_HOME=$(CURDIR)/.build/molecule/$* $(PY) -m tests.integration.warm CDN_LAB_PYTHON \
		$(BIN)/molecule test -s $* --no-command-borders --no-report

docs: venv ## the documentation as HTML, in .build/docs/html
	rm -rf .build/docs && mkdir -p .build/docs .build/home
	$(ANTSIBULL_DOCS) sphinx-init --use-current --lenient --squash-hierarchy --dest-dir .build/docs cdn.aws
	cd .build/docs && $(ANTSIBULL_DOCS) --config-file antsibull-docs.cfg collection --use-current \
		--squash-hierarchy --fail-on-error --dest-dir rst cdn.aws
	$(PY) -m sphinx -q -b html -c .build/docs -D html_theme=alabaster -D extensions=sphinx_antsibull_ext \
		.build/docs/rst .build/docs/html

build: venv ## the collection's artifact
	$(BIN)/ansible-galaxy collection build --force --output-path .build .

# What takes longest is not among `all`: make benchmark WHAT=headers, or WHAT=listing for a million objects.
WHAT ?= all
benchmark: venv ## speed and memory beside other tools, into docs/benchmarks.md
	@$(PY) -m tests.benchmark $(WHAT) --write docs/benchmarks.md

iam: venv ## the policies in docs/iam, from recorded runs
	@$(PY) -m tests.chaos.rights

# A sweep takes an hour or more and goes on where it was stopped; make chaos SWEEP=faults runs one of them.
SWEEP ?= all
JOBS ?= 2
chaos: venv ## faults, kills and races at every call, into docs/resilience.md
	@$(PY) -m tests.chaos $(SWEEP) --jobs $(JOBS) --write docs/resilience.md

clean: ## remove everything that make made
	rm -rf .build .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .ansible
