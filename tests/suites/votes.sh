#!/usr/bin/env bash
# Votes that race with each other and with the close of their poll: 200 races; in a long run 1,000 races, three times.
set -eu
if [ -n "${PLENARY_LONG:-}" ]; then
    passed=0
    for _ in 1 2 3; do
        output=$(node tests/votes/votes.mjs 1000) || { echo "$output"; exit 1; }
        echo "$output" | head -n -1
        passed=$((passed + $(echo "$output" | tail -n 1 | cut -d' ' -f1)))
    done
    echo "$passed passed, 0 failed"
else
    node tests/votes/votes.mjs 200
fi
