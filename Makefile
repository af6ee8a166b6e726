# Convene. `make help` lists what there is; everything else is the command `convene` (docs/reference/commands.md).

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run demo test check pack-check messages lock benchmarks clean

# Compiled modules halve every start; some machines switch them off for all programs.
unexport PYTHONDONTWRITEBYTECODE

PORT ?= 8000
DEMO_PORT ?= 8001
CONVENE := .venv/bin/python -m convene

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

run: ## prepare what is missing and serve the Prague Process record (PORT=8000)
	@tools/environment base
	@exec $(CONVENE) start --port $(PORT)

demo: ## the same for the invented demo dialogue, in its own home (PORT=8001)
	@tools/environment base
	@CONVENE_HOME="$${CONVENE_HOME:-.convene-demo}" CONVENE_PACK=packs/demo_dialogue \
	  exec $(CONVENE) start --port $(if $(filter file,$(origin PORT)),$(DEMO_PORT),$(PORT))

test: ## run the tests on both cores
	@tools/environment dev
	@.venv/bin/python -m pytest -n 2 --dist loadfile $(ARGS)

check: ## linters, import contracts, translations, migrations, packs, documentation
	@tools/environment dev
	@.venv/bin/python -m tools.check

pack-check: ## report every error of the data packs, with file, line and column
	@tools/environment base
	@$(CONVENE) pack check packs/prague_process packs/demo_dialogue

messages: ## collect the texts of the interface and compile the catalogues
	@tools/environment base
	@$(CONVENE) messages update

lock: ## pin all dependencies again, with hashes
	@tools/environment base
	@tools/lock

benchmarks: ## measure speed against nginx and write docs/reference/performance.md
	@tools/environment dev
	@.venv/bin/python -m benchmarks

clean: ## remove the environment and caches; the data in .convene stay
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
