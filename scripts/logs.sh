#!/usr/bin/env bash
# Follows the logs of all parts of `up`, or of those named.
. "$(dirname "$0")/lib.sh"

logs=()
for part; do logs+=(".local/up/log/$part.log"); done
[ $# -gt 0 ] || logs=(.local/up/log/*.log)
exec tail -n 20 -F "${logs[@]}"
