#!/usr/bin/env bash
# The command `plenary`: exit codes (0 done, 1 failed, 2 usage), accounts, import, export, verify, canon, backup, and a server
# that prints its address and stops cleanly.
# packages: curl unzip
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${PLENARY_BUILD_DIR:-build}
plenary=${PLENARY_BIN:-$build/plenary}
if [ ! -x "$plenary" ] && ! output=$(cmake --build "$build" -j "$(nproc)" --target plenary 2>&1); then
    echo "$output"
    echo "0 passed, 1 failed"
    exit 1
fi
plenary=$(realpath "$plenary")
work=$(mktemp -d) || exit 2
trap 'umount "$work/places/disk" 2>/dev/null; rm -rf "$work"' EXIT
state=$work/state
passed=0
failed=0

# check NAME STATUS COMMAND...: the command ends with that status; its output is left in $work/out and $work/err, where the next can read it.
check() {
    local name=$1 expected=$2 status
    shift 2
    "$@" >"$work/out.new" 2>"$work/err.new"
    status=$?
    mv "$work/out.new" "$work/out"
    mv "$work/err.new" "$work/err"
    if [ "$status" -eq "$expected" ]; then
        passed=$((passed + 1))
        echo "ok - $name"
    else
        failed=$((failed + 1))
        echo "not ok - $name (status $status, not $expected)"
        cat "$work/err"
    fi
}

with_input() {
    local text=$1
    shift
    printf '%s\n' "$text" | "$@"
}

check "without a command the usage is shown" 2 "$plenary"
check "an unknown command is named" 2 "$plenary" frobnicate
for command in serve user import export verify canon backup; do
    check "$command --help" 0 "$plenary" "$command" --help
    check "$command refuses an unknown option" 2 "$plenary" "$command" --frobnicate
done
check "a number out of range is refused" 2 "$plenary" serve --port 70000
check "--cert wants --key" 2 "$plenary" serve --cert x

check "an account is added" 0 with_input "long enough" "$plenary" user add Amina --state "$state"
check "a name is taken once" 1 with_input "long enough" "$plenary" user add Amina --state "$state"
check "a short password is refused" 1 with_input "short" "$plenary" user add Leila --state "$state"
check "a password is changed" 0 with_input "another one" "$plenary" user password Amina --state "$state"
check "accounts are listed" 0 "$plenary" user list --state "$state"
cp "$work/out" "$work/list"
check "the list holds the account" 0 grep -qx Amina "$work/list"

check "a scenario is imported" 0 "$plenary" import tests/scenarios/riyadh-2015.json --state "$state"
file=$(find "$state/workshops" -name '*.plenary' | head -n 1)
check "an unknown account owns nothing" 1 "$plenary" import tests/scenarios/riyadh-2015.json --state "$state" --owner Nobody
check "a file that is no workshop is refused" 1 "$plenary" import CMakeLists.txt --state "$state"
check "the workshop's file is whole" 0 "$plenary" verify "$file"
check "another file is not" 1 "$plenary" verify CMakeLists.txt
check "JSON is exported" 0 "$plenary" export "$file" --out "$work/plan.json"
check "what was exported comes back in" 0 "$plenary" import "$work/plan.json" --state "$state"
check "CSV is exported in Arabic" 0 "$plenary" export "$file" --format csv --lang ar --out "$work/plan.csv"
check "the plan is in it" 0 grep -q "تعزيز التنسيق" "$work/plan.csv"
check "an unknown format is refused" 2 "$plenary" export "$file" --format odt
check "the plan is exported for print" 0 "$plenary" export "$file" --document plan --format pdf --lang ar --out "$work/plan.pdf"
check "and is a PDF" 0 grep -q "^%PDF-1" "$work/plan.pdf"
check "the report is exported for Word" 0 "$plenary" export "$file" --document report --format docx --lang fr --out "$work/report.docx"
check "and is a whole ZIP file" 0 unzip -tq "$work/report.docx"
check "the first change alone is exported" 0 "$plenary" export "$file" --at 1
check "and has no plan yet" 1 grep -q '"plan"' "$work/out"
check "what is now is exported by its time" 0 "$plenary" export "$file" --at 2100-01-01T00:00Z --out "$work/now.json"
check "and is the same" 0 cmp "$work/plan.json" "$work/now.json"
check "there was nothing in 1980" 1 "$plenary" export "$file" --at 1980-01-01T12:30:00Z
check "there is no such change" 1 "$plenary" export "$file" --at 1000000
check "a moment is a number or a time" 2 "$plenary" export "$file" --at yesterday
check "an unknown document is refused" 2 "$plenary" export "$file" --document minutes
check "a document that has no such format is refused" 2 "$plenary" export "$file" --document agenda --format csv
check "a language is one of three" 2 "$plenary" export "$file" --lang de
check "without a format a calendar is one" 0 "$plenary" export "$file" --document calendar
check "and begins so" 0 grep -q "^BEGIN:VCALENDAR" "$work/out"
check "a bundle without a key is refused" 1 env -u XDG_STATE_HOME -C "$work" "$plenary" export "$file" --document bundle
check "and says what is missing" 0 grep -q -- "--state" "$work/err"
check "a bundle is signed" 0 "$plenary" export "$file" --document bundle --state "$state" --out "$work/bundle.zip"
check "with the key of the state where the file lies" 0 "$plenary" export "$file" --document bundle --out "$work/again.zip"
check "and is the same" 0 cmp "$work/bundle.zip" "$work/again.zip"
check "the notes go out of a copy of the file alone" 2 "$plenary" export "$file" --lean
check "the past has documents, and no file" 2 "$plenary" export "$file" --format plenary --at 1
check "a directory is no file" 1 "$plenary" export "$work"
check "and is called so" 0 grep -q "this is no file" "$work/err"
check "a file that is missing is named" 1 "$plenary" export "$work/none.plenary"
check "a full disk fails" 1 "$plenary" export "$file" --out /dev/full
cp "$file" "$work/kept.plenary" && ln -s kept.plenary "$work/link.plenary" && cp "$file" "$work/open.plenary" && : >"$work/open.plenary-wal"
check "a document is not written over its workshop" 2 "$plenary" export "$work/kept.plenary" --out "$work/kept.plenary"
check "nor over what a link leads to" 2 "$plenary" export "$work/kept.plenary" --format plenary --out "$work/link.plenary"
check "nor over one that a server has open" 2 "$plenary" export "$work/kept.plenary" --out "$work/open.plenary"
check "nor over its log" 2 "$plenary" export "$work/kept.plenary" --out "$work/open.plenary-wal"
check "which is whole" 0 "$plenary" verify "$work/kept.plenary"
check "and stays a device" 0 test -c /dev/full
check "a directory that is missing fails" 1 "$plenary" export "$file" --out "$work/none/plan.json"

# One name that cannot be written: the sentence says why, and nothing that was there is changed.
refuses() {
    local name=$1 sentence=$2 out=$3 before
    shift 3
    before=$(ls -lR "$work/places")
    check "$name is refused" 1 "$@" "$plenary" export "$file" --out "$out"
    check "$name: the sentence says why" 0 grep -q "$sentence" "$work/err"
    check "$name: nothing else is there than before" 0 test "$before" = "$(ls -lR "$work/places")"
}
mkdir -p "$work/places/closed" "$work/places/directory" && echo kept >"$work/places/closed/plan.json" && ln -s nothing "$work/places/link" && ln -s circle "$work/places/circle"
chmod 555 "$work/places/closed"
# Permissions stop root only without the right to pass over them.
bound=()
[ "$(id -u)" -ne 0 ] || bound=(setpriv "--bounding-set=-dac_override,-dac_read_search")
refuses "a link that leads to nothing" "this link leads to nothing" "$work/places/link"
refuses "a link that leads to itself" "symbolic links" "$work/places/circle"
refuses "a directory" "this is a directory" "$work/places/directory"
refuses "a directory that is closed" "its directory may not be written to" "$work/places/closed/new.json" "${bound[@]}"
refuses "a file in a closed directory" "its directory may not be written to" "$work/places/closed/plan.json" "${bound[@]}"
check "where what was there is kept" 0 grep -qx kept "$work/places/closed/plan.json"
# A disk that takes a part of it; where none can be mounted, the shell lets no file be larger.
mkdir "$work/places/disk"
full=()
mount -t tmpfs -o size=8k tmpfs "$work/places/disk" 2>/dev/null || full=(within_4_kib)
within_4_kib() { (trap '' XFSZ && ulimit -f 4 && "$@"); }
echo kept >"$work/places/disk/plan.json"
refuses "a full disk" "was not written: \(No space left\|File too large\)" "$work/places/disk/plan.json" "${full[@]}"
check "on which the former file is kept" 0 grep -qx kept "$work/places/disk/plan.json"
refuses "a new file on a full disk" "was not written: \(No space left\|File too large\)" "$work/places/disk/new.json" "${full[@]}"
chmod 755 "$work/places/closed"
check "what is written is as closed as the shell says" 0 sh -c "umask 077; '$plenary' export '$file' --out '$work/own.json'"
check "for its owner alone" 0 test "$(stat -c %a "$work/own.json")" = 600
# What turns words round stays what it is for programs, and is shown to people.
printf '{"name":"turned","title":"a\\u202eb","time_zone":"UTC","languages":["en"]}' >"$work/turned.json"
check "a title that turns words round is imported" 0 "$plenary" import "$work/turned.json" --state "$state"
turned=$state/workshops/$(cat "$work/out").plenary
check "it is exported" 0 "$plenary" export "$turned"
check "as it is" 0 grep -q $'a\xe2\x80\xaeb' "$work/out"
check "to a terminal as well" 0 script -qec "$plenary export $turned" /dev/null
check "where it is shown" 0 grep -qF 'a\u202eb' "$work/out"
check "a PDF does not fill a terminal" 2 script -qec "$plenary export $file --format pdf" /dev/null
check "what was not adopted has no canonical bytes" 1 "$plenary" canon "$file"
check "an adoption has a number" 2 "$plenary" canon "$file" first

check "the state is copied" 0 "$plenary" backup --state "$state" "$work/copy"
check "a copy overwrites nothing" 1 "$plenary" backup --state "$state" "$work/copy"
check "the copy lists the account" 0 "$plenary" user list --state "$work/copy"

"$plenary" serve --state "$work/copy" --port 0 --demo >"$work/served" 2>&1 &
server=$!
for _ in $(seq 600); do
    grep -q '^READY ' "$work/served" && break
    sleep 0.1
done
url=$(sed -n 's/^READY //p' "$work/served")
check "the server says where it serves" 0 curl -fsS --max-time 60 "$url/api/health"
check "a demonstration's links are printed" 0 grep -Eq '/j/.*|/join/[A-Z0-9]{4}-[A-Z0-9]{4}' "$work/served"
check "a state in use is refused" 1 "$plenary" user list --state "$work/copy"
check "a copy is made beside a server" 0 "$plenary" backup --state "$work/copy" "$work/live"
kill -TERM "$server"
wait "$server"
check "SIGTERM ends it cleanly" 0 test $? -eq 0
check "the copy holds the first workshop" 0 "$plenary" verify "$work/live/workshops/$(basename "$file")"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
