#!/bin/sh
# Writes the locks anew from pyproject.toml: exact versions with hashes, no index address. Needs uv.
set -eu
cd "$(dirname "$0")/.."
echo "setuptools>=80" >"${TMPDIR:-/tmp}/gangmu-build.in"
lock() {
    uv pip compile --quiet pyproject.toml "${TMPDIR:-/tmp}/gangmu-build.in" --python-version 3.11 --python-platform linux \
        --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"
}
lock -o requirements.lock
for extra in gis sim spark dev; do
    lock --extra "$extra" --constraint requirements.lock -o "requirements-$extra.lock"
done
