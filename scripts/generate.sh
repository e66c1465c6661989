#!/usr/bin/env bash
# Writes the Rust that comes from API documents. With --check it only says whether it is up to date.
. "$(dirname "$0")/lib.sh"

# generate DOCUMENT FOLDER   writes the sources of a crate to FOLDER
generate() {
    local out
    out=$(mktemp -d "$work/XXXXXX")
    "$tools/openapi-generator/bin/openapi-generator-cli" generate --config codegen/generator.yaml \
        --input-spec "$1" --output "$out" >"$out/log" 2>&1 || { cat "$out/log" >&2 && die "cannot generate from $1"; }
    find "$out/src" -name '*.rs' -exec rustfmt --edition 2024 {} +
    rm -rf "$2"
    mv "$out/src" "$2"
}

# publish DOCUMENT FOLDER   brings FOLDER up to date, or with --check compares it
publish() {
    if [ "$mode" = --check ]; then
        local fresh=$work/fresh
        generate "$1" "$fresh"
        diff -ru "$2" "$fresh" || { stale=1 && say "$2 does not fit $1: run ./just generate"; }
    else
        generate "$1" "$2"
    fi
}

mode=${1:-}
[ -z "$mode" ] || [ "$mode" = --check ] || die "usage: $0 [--check]"
python_tool openapi-generator "$(cat codegen/requirement.txt)"
work=$(mktemp -d .local/generate.XXXXXX)
trap 'rm -rf "$work"' EXIT
stale=0
publish openapi.yaml generated/src
publish tests/torture/openapi.yaml tests/torture/src
exit "$stale"
