#!/usr/bin/env bash
# Fuzz: each tests/fuzz/fuzz_NAME.c from the seeds in tests/fuzz/corpus/NAME, ten seconds long, a minute in a long run. What is found is
# kept in build/fuzz/found, to be run again as: build/fuzz/fuzz/fuzz_NAME FILE
# packages: clang libclang-rt-14-dev
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
cd "$top" || exit 2
directory=${PLENARY_BUILD_DIR:-build}/fuzz
seconds=10
[ -z "${PLENARY_LONG:-}" ] || seconds=60
seed=${PLENARY_SEED:-$((RANDOM + 1))}
mkdir -p "$directory"
if ! output=$({ cmake -S . -B "$directory" -DCMAKE_C_COMPILER=clang -DPLENARY_BUILD=fuzz -DPLENARY_CLIENT=OFF &&
    cmake --build "$directory" -j "$(nproc)" --target fuzz; } 2>&1); then
    tail -n 40 <<<"$output"
    echo "0 passed, 1 failed"
    exit 1
fi
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
mkdir -p "$directory/found"

# What the machine's corpus learns is thrown away: the seeds in the repository are the beginning of every run.
fuzz() {
    local name=$1
    mkdir "$work/$name"
    "$directory/fuzz/fuzz_$name" -max_total_time="$seconds" -seed="$seed" -timeout=100 -rss_limit_mb=2048 -max_len=8192 \
        -artifact_prefix="$directory/found/$name-" "$work/$name" "tests/fuzz/corpus/$name" >"$work/$name.log" 2>&1 </dev/null
}

passed=0
failed=0
names=() pids=()
for source in tests/fuzz/fuzz_*.c; do
    name=$(basename "$source" .c)
    names+=("${name#fuzz_}")
    fuzz "${name#fuzz_}" &
    pids+=($!)
done
for i in "${!names[@]}"; do
    if wait "${pids[$i]}"; then
        passed=$((passed + 1))
        echo "ok - ${names[$i]}: $(grep -oE 'Done [0-9]+ runs' "$work/${names[$i]}.log"), seed $seed"
    else
        failed=$((failed + 1))
        echo "not ok - ${names[$i]}, seed $seed"
        tail -n 60 "$work/${names[$i]}.log"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
