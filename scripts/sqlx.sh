#!/usr/bin/env bash
# Writes .sqlx: what the compiler must know of the database to check every query without one.
#
#   sqlx.sh              write it
#   sqlx.sh --check      only say whether it is up to date
#   sqlx.sh --install    only install the tool
. "$(dirname "$0")/lib.sh"

# The version is that of the crate sqlx in Cargo.toml.
cargo_tool sqlx-cli 0.9.0 --no-default-features --features postgres,rustls,sqlx-toml
[ "${1:-}" != --install ] || exit 0
# shellcheck disable=SC2016 # The inner shell expands these: the URL is known only there.
scripts/with-services.sh check postgres -- env PATH="$tools/bin:$PATH" bash -c '
    export DATABASE_URL=$CINEMA_TEST_DATABASE_URL
    sqlx migrate run --source migrations && cargo sqlx prepare --workspace "$@"' sqlx "$@"
