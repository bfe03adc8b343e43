#!/usr/bin/env bash
# Presence and attendance under links that drop: fifty joins and drops a person, a killed server, windows, silence, a take-over; then
# 35 seconds of real time, and the record against its history. In a long run with other dice, and 200 drops.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
cd "$top" || exit 2
export PLENARY_BIN=${PLENARY_BIN:-${PLENARY_BUILD_DIR:-build}/plenary}
drops=50
[ -z "${PLENARY_LONG:-}" ] || drops=200
exec timeout 1200 node tests/attendance/attendance.mjs "$drops"
