#!/usr/bin/env bash
# Faults of the machine under the real server: a full disk, failing writes and syncs, a server or a reader that stands still, kill -9 in
# the middle of making a workshop or a backup. In a long run many more of each, and the thread sanitizer on the store, the net and kills.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
cd "$top" || exit 2
build=${PLENARY_BUILD_DIR:-build}
export PLENARY_BIN=${PLENARY_BIN:-$build/plenary}
cmake --build "$build" --target plenary_failing >/dev/null || exit 1
failing=$(realpath "$build/tests/faults/libplenary_failing.so") || exit 1
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# count NAME: prints what a part of the suite printed and adds its last line up. One that ends without a count has failed.
count() {
    local line
    grep -vE '^[0-9]+ passed, [0-9]+ failed$' "$work/$1"
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$work/$1" | tail -n 1)
    if [[ "$line" =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[2]))
    else
        echo "not ok - $1 ended without a count"
        failed=$((failed + 1))
    fi
}

# part NAME SECONDS COMMAND...: within that time, counted.
part() {
    local name=$1 seconds=$2
    shift 2
    timeout "$seconds" "$@" >"$work/$name" 2>&1 </dev/null
    count "$name"
}

# threads: unit tests and a few kills in a build with the thread sanitizer.
threads() {
    local directory=$build/tsan test tests passed=0 failed=0
    tests=$(basename -s .c tests/unit/test_{store,net}_*.c)
    export TSAN_OPTIONS="suppressions=$top/tests/faults/tsan.supp halt_on_error=1 exitcode=66"
    cmake -S . -B "$directory" -DPLENARY_BUILD=tsan -DPLENARY_CLIENT=OFF >/dev/null || return 1
    # shellcheck disable=SC2086 # names without spaces
    cmake --build "$directory" -j "$(nproc)" --target plenary plenary_fill $tests >/dev/null || return 1
    for test in $tests; do
        if timeout 300 "$directory/unit/$test" >"$work/thread" 2>&1; then
            passed=$((passed + 1))
            echo "ok - threads: $test"
        else
            failed=$((failed + 1))
            echo "not ok - threads: $test"
            tail -n 60 "$work/thread"
        fi
    done
    if PLENARY_BIN=$directory/plenary PLENARY_FILL=$directory/tests/kill/plenary_fill timeout 300 node tests/kill/kill.mjs 5 200 1000; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "not ok - threads: five kills"
    fi
    echo "$passed passed, $failed failed"
}

writes=10 syncs=8 kills=10
[ -z "${PLENARY_LONG:-}" ] || { writes=250 syncs=100 kills=150; }
# These two mostly wait: they run beside the others.
timeout 600 node tests/faults/stopped.mjs >"$work/stopped" 2>&1 </dev/null &
stopped=$!
timeout 600 node tests/faults/full.mjs "$failing" >"$work/full" 2>&1 </dev/null &
full=$!
part writes 1800 node tests/faults/nth.mjs "$failing" write "$writes"
part syncs 1800 node tests/faults/nth.mjs "$failing" sync "$syncs"
part halves 600 node tests/faults/halves.mjs "$kills"
wait "$full"
count full
wait "$stopped"
count stopped
if [ -n "${PLENARY_LONG:-}" ]; then
    threads >"$work/threads" 2>&1 </dev/null
    count threads
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
