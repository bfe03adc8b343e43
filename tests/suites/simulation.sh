#!/usr/bin/env bash
# The deterministic simulation under the sanitizers: 200 seeds of 1,000 steps, 2,000 in a long run.
set -eu
cmake --build "$PLENARY_DEBUG_DIR" --target plenary_sim >/dev/null
seeds=200
[ -n "${PLENARY_LONG:-}" ] && seeds=2000
"$PLENARY_DEBUG_DIR/tests/sim/plenary_sim" 1 "$seeds" 1000 2>/dev/null
