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

.DEFAULT_GOAL := help
.PHONY: help venv demo lab build clean

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

build: venv ## the collection's artifact
	$(BIN)/ansible-galaxy collection build --force --output-path .build

clean: ## remove everything that make made
	rm -rf .build .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .ansible
