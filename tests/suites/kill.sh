#!/usr/bin/env bash
# kill -9 under load: 15 kills of a small workshop; in a long run 200 of one with 2,000 rows and 100,000 changes.
set -eu
cmake --build "$PLENARY_BUILD_DIR" --target plenary_fill >/dev/null
export PLENARY_FILL="$PLENARY_BUILD_DIR/tests/kill/plenary_fill"
if [ -n "${PLENARY_LONG:-}" ]; then
    node tests/kill/kill.mjs 200 2000 100000
else
    node tests/kill/kill.mjs 15 300 3000
fi
