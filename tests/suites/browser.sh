#!/usr/bin/env bash
# People at the screens: Chromium windows against the release server, in Arabic and English, wide and narrow.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
cd "$top" || exit 2
PLENARY_BIN=${PLENARY_BIN:-build/plenary} exec timeout 3600 node tests/browser/run.mjs "$@"
