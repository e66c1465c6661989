#!/usr/bin/env bash
# Has the proxy load its configuration and certificate anew, without closing a connection. It runs in the container:
#
#   docker exec cinema_proxy_1 bash /usr/local/etc/haproxy/reload.sh
#
# The new process begins with the servers that the old one knew: finding them takes a moment, and requests would fail.
# Not by `docker kill`, which makes Docker take the container for one that was stopped by hand.
set -euo pipefail

# One that it does not take would be found out at its next start.
haproxy -c -q -f /usr/local/etc/haproxy/haproxy.cfg

if exec 3<>/dev/tcp/127.0.0.1/9999; then
    echo 'show servers state' >&3
    cat <&3 >/tmp/servers
fi
kill -USR2 1
