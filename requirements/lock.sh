#!/bin/sh
# Rewrites the locked sets from pyproject.toml: names, versions and hashes only, no registry's address.
set -eu
cd "$(dirname "$0")/.."
UV=${UV:-.venv/bin/uv}
compile() { "$UV" pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"; }
compile pyproject.toml -o requirements/run.txt
compile pyproject.toml --group test -c requirements/run.txt -o requirements/test.txt
compile pyproject.toml --group test --group bench -c requirements/test.txt -o requirements/bench.txt
