#!/usr/bin/env bash
# Operations on texts: ours, under the sanitizers, against the npm package that the page uses, byte for byte, on 20,000 random pairs, 200,000 in a long
# run; and malformed ones, which must be refused. Counted by properties.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
cd "$top" || exit 2
if ! output=$(cmake --build "$PLENARY_DEBUG_DIR" --target plenary_ot 2>&1); then
    tail -n 40 <<<"$output"
    echo "0 passed, 1 failed"
    exit 1
fi
pairs=20000
[ -z "${PLENARY_LONG:-}" ] || pairs=200000
# shellcheck disable=SC2086 -- without a seed there is no argument
exec timeout 1800 node tests/ot/compare.mjs "$PLENARY_DEBUG_DIR/tests/ot/plenary_ot" "$pairs" ${PLENARY_SEED:-}
