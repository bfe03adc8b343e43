#!/usr/bin/env bash
# Power cuts: 150 disk images rebuilt from traced calls, in a long run 5,000; and the same with synchronous=NORMAL, in a build that can
# do that, which must be found to lose what was acknowledged.
set -eu
hooks="$PLENARY_BUILD_DIR/hooks"
cmake -S . -B "$hooks" -DPLENARY_BUILD=release -DPLENARY_CLIENT=OFF -DCMAKE_C_FLAGS=-DPLENARY_TEST_HOOKS >/dev/null
cmake --build "$hooks" --target plenary -j "$(nproc)" >/dev/null
images=150 seconds=5
[ -n "${PLENARY_LONG:-}" ] && images=5000 seconds=20
passed=0 failed=0
node tests/powercut/powercut.mjs "$images" "$seconds" && passed=$((passed + 1)) || failed=$((failed + 1))
PLENARY_BIN="$hooks/plenary" node tests/powercut/powercut.mjs 100 3 1 normal && passed=$((passed + 1)) || failed=$((failed + 1))
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
