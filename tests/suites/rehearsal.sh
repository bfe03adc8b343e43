#!/usr/bin/env bash
# Riyadh 2015 and Bamako 2021, rehearsed in Chromium up to an adopted plan: working groups, merging, brackets, reservations, each way
# of adoption, late words, a second version. Takes minutes, because adoptions by silence do. --shots DIR: pictures of its moments.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
cd "$top" || exit 2
PLENARY_BIN=${PLENARY_BIN:-build/plenary} exec timeout 3000 node tests/rehearsal/rehearse.mjs "$@"
