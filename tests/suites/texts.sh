#!/usr/bin/env bash
# Sessions of 3 to 30 browser clients that write the same texts against the server's rooms, with lag, loss, killed pages, crashes
# and restored backups; each operation is made again by ot-text-unicode. 200 sessions, 20,000 in a long run.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
cd "$top/client" || exit 2

if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --no-audit --no-fund >&2 || { echo "the client's packages could not be installed: is there a network?"; exit 1; }
    touch node_modules/.package-lock.json
fi
cmake --build "$PLENARY_BUILD_DIR" --target plenary_loop >/dev/null || exit 1

sessions=200
[ -n "${PLENARY_LONG:-}" ] && sessions=20000
output=$(mktemp -d) || exit 2
trap 'rm -rf "$output"' EXIT
half=$((sessions / 2))
for first in 1 $((half + 1)); do
    node test/sessions/main.mjs --loop "$PLENARY_BUILD_DIR/tests/loop/plenary_loop" --sessions "$half" --seed "$first" \
        >"$output/$first" 2>"$output/$first.err" &
done
wait
grep -hv '^[0-9]* passed' "$output/1" "$output/$((half + 1))"
awk '/^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3; n++ }
    END { if (n < 2) failed++; print passed + 0 " passed, " failed + 0 " failed"; exit failed > 0 }' "$output/1" "$output/$((half + 1))"
