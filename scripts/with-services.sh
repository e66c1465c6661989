#!/usr/bin/env bash
# Runs a command with services of its own, and ends them with it. Their URLs are in the command's
# environment as CINEMA_TEST_DATABASE_URL, CINEMA_TEST_REDIS_URL, CINEMA_TEST_RABBITMQ_URL.
#
#   with-services.sh INSTANCE [SERVICE...] -- COMMAND...      INSTANCE and SERVICE as for services.sh
. "$(dirname "$0")/lib.sh"

instance=$1 services=()
shift
until [ "$1" = -- ]; do
    services+=("$1")
    shift
done
shift

# The services must not inherit the lock (file 9): they would keep it if this script were killed.
exec 9>".local/$instance.lock"
if ! flock --nonblock 9; then
    say "another command uses the services of \"$instance\": waiting for it to end ..."
    flock 9
fi
services() { scripts/services.sh "$1" "$instance" "${services[@]}" 9>&-; }

services stop # what a killed run may have left
trap 'services stop' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
services start
urls=$(services urls)
eval "$urls"
"$@" 9>&-
