#!/usr/bin/env bash
# Two people write in the same text in Chromium while their link is cut, their pages are closed and opened again, and the server is
# killed. 3 runs, 50 in a long run, or the first argument; the second one is the seed.
# packages: sqlite3
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
cd "$top" || exit 2
runs=3
[ -n "${PLENARY_LONG:-}" ] && runs=50
PLENARY_BIN=${PLENARY_BIN:-build/plenary} exec timeout 7200 node tests/browser/offline_text.mjs "${1:-$runs}" ${2:+"$2"}
