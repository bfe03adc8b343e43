#!/usr/bin/env bash
# The hostile probes of tests/hostile/probes.txt against the server with sanitizers.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
cd "$top" || exit 2
cmake --build "$PLENARY_DEBUG_DIR" --target net_fake >/dev/null || exit 1
ulimit -n "$(ulimit -Hn)"
exec timeout 1200 node tests/hostile/probe.mjs "$PLENARY_BIN_DEBUG" "$PLENARY_DEBUG_DIR/tests/hostile/net_fake"
