#!/usr/bin/env bash
# Lists the benches, or runs one against the release build and services of its own.
#
#   bench.sh [NAME [--quick]]
. "$(dirname "$0")/lib.sh"

need_rust
[ $# -gt 0 ] || exec cargo run --quiet --release -p bench
cargo build --quiet --release -p cinema-server -p bench
exec scripts/with-services.sh bench -- "${CARGO_TARGET_DIR:-target}/release/bench" "$@"
