#!/usr/bin/env bash
# Stops what `up` started.
. "$(dirname "$0")/lib.sh"

# The parts may take their time to finish what they are at.
for part in server worker sandbox maildev; do end ".local/up/run/$part.pid" TERM 40; done
scripts/services.sh stop up
say stopped
