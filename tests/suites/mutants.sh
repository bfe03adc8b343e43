#!/usr/bin/env bash
# Planted bugs that the tests must find: three of them, one each by unit tests of two layers and by the simulation; in a
# long run all, some of them by power cuts and hostile probes.
set -u
cd "$(dirname "$0")/../.." || exit 2
[ -z "${PLENARY_LONG:-}" ] || exec tests/mutants/run
exec tests/mutants/run ack-before-commit voter-counted-twice restored-backup-unnoticed
