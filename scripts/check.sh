#!/usr/bin/env bash
# Runs every check that is not a test, all of them even after a failure, and fails if one did.
. "$(dirname "$0")/lib.sh"

failed=0

# gate NAME COMMAND...   runs one check; its output is shown only when it fails
gate() {
    local name=$1 log=.local/check/log/$1.log began=$SECONDS outcome=ok
    shift
    [ ! -t 1 ] || printf '%s ...\r' "$name"
    "$@" >"$log" 2>&1 </dev/null || outcome=FAILED
    [ "$outcome" = ok ] || { failed=1 && cat "$log"; }
    printf 'check %s %s (%d s)\n' "$outcome" "$name" $((SECONDS - began))
}

mkdir -p .local/check/log
need_rust
need shellcheck:shellcheck
cargo_tool cargo-deny 0.20.2
scripts/sqlx.sh --install

gate rustfmt cargo fmt --all --check
gate shellcheck shellcheck --external-sources --source-path=SCRIPTDIR just .ci/run scripts/*.sh
# deny.toml says who may use a crate; that somebody doesn't is no news.
gate dependencies "$tools/bin/cargo-deny" --locked check --allow unused-wrapper --hide-inclusion-graph \
    bans licenses sources
gate generated-code scripts/generate.sh --check
gate docs-assets scripts/docs-assets.sh --check
gate api-lint scripts/lint-api.sh
gate sqlx-data scripts/sqlx.sh --check
gate clippy cargo clippy --workspace --all-targets --locked -- -D warnings

exit "$failed"
