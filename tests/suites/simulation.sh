#!/usr/bin/env bash
# The deterministic simulation under the sanitizers: 200 seeds of 1,000 steps, 2,000 in a long run.
set -u
cmake --build "$PLENARY_DEBUG_DIR" --target plenary_sim >/dev/null || exit 1
seeds=200
[ -n "${PLENARY_LONG:-}" ] && seeds=2000
output=$(mktemp -d) || exit 2
trap 'rm -rf "$output"' EXIT
half=$((seeds / 2)) halves=() status=0
for first in 1 $((half + 1)); do
    "$PLENARY_DEBUG_DIR/tests/sim/plenary_sim" "$first" "$half" 1000 >"$output/$first" 2>/dev/null &
    halves+=($!)
done
for one in "${halves[@]}"; do wait "$one" || status=1; done
grep -hvE '^[0-9]+ passed, [0-9]+ failed$' "$output/1" "$output/$((half + 1))"
# A half that ends without its count is a failure.
awk '/^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3; n++ }
    END { if (n < 2) failed++; print passed + 0 " passed, " failed + 0 " failed"; exit failed > 0 }' "$output/1" "$output/$((half + 1))" || status=1
exit "$status"
