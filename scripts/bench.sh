#!/usr/bin/env bash
# Lists the benches, or runs one: the release build, on services of its own.
#
#   bench.sh [NAME [OPTION...]]     `bench.sh NAME --help` names the options
. "$(dirname "$0")/lib.sh"

bench=${CARGO_TARGET_DIR:-target}/release/bench
need_rust
cargo build --quiet --release -p bench
[ $# -gt 0 ] || exec "$bench"
# Says what is wrong with the arguments before server and worker are built, which takes minutes.
"$bench" "$@" --help >/dev/null
cargo build --quiet --release -p cinema-server -p cinema-worker
exec scripts/with-services.sh bench -- "$bench" "$@"
