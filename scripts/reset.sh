#!/usr/bin/env bash
# Forgets the data of `up`, which is stopped by now.
. "$(dirname "$0")/lib.sh"

scripts/services.sh reset up
say "removed: database, Redis data, queues, keys, mails and payments of .local/up (the logs stay)"
