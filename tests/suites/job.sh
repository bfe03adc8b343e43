#!/usr/bin/env bash
# The main job on real input: set-up, thirty delegates, two windows, three kills, the exported plan.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
cd "$top" || exit 2
PLENARY_BIN=${PLENARY_BIN:-build/plenary} exec timeout 1200 node tests/job/job.mjs
