#!/usr/bin/env bash
# Secret ballots: attacks on 200 of them and the same on a build without sealing, what is lost and sent again, and kills in the middle of
# a close: at every 9th system call of each thread, in a long run at every one.
set -eu
cmake --build "$PLENARY_BUILD_DIR" --target plenary_unsealed >/dev/null
each=9
[ -n "${PLENARY_LONG:-}" ] && each=1
passed=0 failed=0
tally() {
    local line
    line=$("$@" | tee /dev/stderr | tail -n 1) || true
    [[ "$line" =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]] || { failed=$((failed + 1)); return; }
    passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
}
tally node tests/ballots/attack.mjs sealed
tally env PLENARY_BIN="$PLENARY_BUILD_DIR/tests/ballots/plenary_unsealed" node tests/ballots/attack.mjs control
tally node tests/ballots/lost.mjs
tally node tests/ballots/killed.mjs "$each"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
