#!/usr/bin/env bash
# Lists, lost devices, people moved and removed, the lobby, passcodes, copies, templates and rehearsals on the real server.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
cd "$top" || exit 2
export PLENARY_BIN=${PLENARY_BIN:-${PLENARY_BUILD_DIR:-build}/plenary}
exec timeout 600 node tests/seats/seats.mjs
