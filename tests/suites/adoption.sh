#!/usr/bin/env bash
# Adoption on the wire: each way of it, late proposals and new versions; hashes made again by the client's view, `plenary canon`
# and `plenary verify`, which fail on every copy of the file in which a word was changed.
# packages: sqlite3
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
cd "$top" || exit 2
PLENARY_BIN=${PLENARY_BIN:-build/plenary} exec timeout 900 node tests/adoption/adoption.mjs
