#!/usr/bin/env bash
# Runs the tests with services of their own and closes with one summary, whose last line counts them.
# Arguments go to `cargo test`: a part of a test's name, or options. With CI=true all checks run as well, and
# the tests that take long.
. "$(dirname "$0")/lib.sh"

need_rust
# For the tests that look at pages; without a font it shows no text.
need chromium:chromium '/usr/share/fonts/truetype/*/*.ttf:fonts-dejavu-core'
npm_tool tests/axe
# Stands in for Amazon's S3.
python_tool moto 'moto[server]==5.2.5'
export CINEMA_TEST_MOTO=$tools/moto/bin/moto_server
mkdir -p .local/test/log
output=$PWD/.local/test/log/cargo-test.log
checks=$PWD/.local/test/log/checks.log

# The black-box tests start the binaries, which `cargo test` alone would not build.
tests() {
    local long=()
    if [ "${CI:-}" = true ]; then long=(-- --include-ignored); fi
    cargo build --bins && cargo test --no-fail-fast "$@" "${long[@]}"
}

run() {
    local failed=0
    tests "$@" 2>&1 | tee "$output" || failed=1
    : >"$checks"
    if [ "${CI:-}" = true ]; then scripts/check.sh 2>&1 | tee "$checks" || failed=1; fi
    awk -v failed="$failed" -f scripts/test-summary.awk "$output" "$checks"
}

if [ "${1:-}" != --with-services ]; then
    exec scripts/with-services.sh test -- "$0" --with-services "$@"
fi
shift
run "$@"
