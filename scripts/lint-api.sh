#!/usr/bin/env bash
# Checks openapi.yaml against the rules in codegen/. A warning counts as a failure.
. "$(dirname "$0")/lib.sh"

npm_tool codegen
PATH=$tools/codegen/node_modules/.bin:$PATH
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
redocly lint openapi.yaml --config codegen/redocly.yaml --max-problems 1000
spectral lint openapi.yaml --ruleset codegen/spectral.yaml --fail-severity hint
