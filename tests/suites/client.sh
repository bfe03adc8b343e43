#!/usr/bin/env bash
# The browser client without a browser: texts, link, outbox, replica and room against a server of a few lines, and the build.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
cd "$top/client" || exit 2

if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --no-audit --no-fund >&2 || { echo "the client's packages could not be installed: is there a network?"; exit 1; }
    touch node_modules/.package-lock.json
fi

output=$(mktemp) || exit 2
trap 'rm -f "$output"' EXIT
timeout 1200 node --test --test-reporter=tap test/*.test.mjs >"$output" 2>&1
status=$?
grep -vE '^ *(#|ok |---|\.\.\.|duration_ms|type:)|^TAP|^1\.\.' "$output"
passed=$(sed -n 's/^# pass //p' "$output" | tail -n 1)
failed=$(sed -n 's/^# fail //p' "$output" | tail -n 1)
cancelled=$(sed -n 's/^# cancelled //p' "$output" | tail -n 1)
echo "${passed:-0} passed, $((${failed:-0} + ${cancelled:-0})) failed"
exit "$status"
