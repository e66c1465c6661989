#!/usr/bin/env bash
# Forgets the data of `up`, which is stopped by now.
. "$(dirname "$0")/lib.sh"

scripts/services.sh reset up
rm -rf .local/up/avatars
say "removed: database, Redis data, queues, keys, mails, payments and pictures of .local/up (the logs stay)"
