#!/usr/bin/env bash
# Documents taken home: read back by other programs (sqlite3, LibreOffice, pdftotext, Chromium, ical.js, unzip, openssl), brought back in, and at
# their limits.
# packages: libreoffice-calc libreoffice-writer openssl unzip sqlite3
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
cd "$top" || exit 2
build=${PLENARY_BUILD_DIR:-build}
export PLENARY_BIN=${PLENARY_BIN:-$build/plenary}
export PLENARY_FILL=${PLENARY_FILL:-$build/tests/kill/plenary_fill}
if [ ! -x "$PLENARY_FILL" ]; then
    cmake --build "$build" --target plenary_fill >/dev/null || exit 2
fi
passed=0
failed=0
output=$(mktemp) || exit 2
trap 'rm -f "$output"' EXIT

for part in calendar archive sheet word readback wording fields hostile back limits; do
    timeout 2000 node "tests/documents/$part.mjs" >"$output" 2>&1
    grep -vE '^[0-9]+ passed, [0-9]+ failed$' "$output"
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$output" | tail -n 1)
    if [[ "$line" =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[2]))
    else
        echo "not ok - $part ended without a count"
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
