#!/usr/bin/env bash
# Destroys an installation of its own while people use it, and looks whether anything was lost or happened
# twice.
#
#   chaos.sh money [OPTION...]     `chaos.sh money --help` names the options
. "$(dirname "$0")/lib.sh"

chaos=${CARGO_TARGET_DIR:-target}/debug/chaos
need_rust
cargo build --quiet -p chaos
case " $* " in
    "  " | *" --help "* | *" -h "*) exec "$chaos" "$@" ;;
esac
cargo build --quiet --bin cinema-server --bin cinema-worker
# Each ordeal begins with empty services.
scripts/services.sh reset chaos
exec scripts/with-services.sh chaos -- "$chaos" "$@"
