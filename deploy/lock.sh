#!/usr/bin/env bash
# Write the lock files anew: versions and hashes, no addresses. Needs the registry, run by hand.
set -euo pipefail
cd "$(dirname "$0")/.."
lock() { .venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate \
  --python-version 3.11 --output-file "$@"; }
lock locks/run.txt pyproject.toml
lock locks/dev.txt pyproject.toml --extra dev
echo uv | lock locks/boot.txt -
