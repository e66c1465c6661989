#!/usr/bin/env bash
# Practises production on this machine: the production files, people at 200 requests a second, and meanwhile a server and
# a worker are killed, a new build is deployed, the old one again, and what cannot go well: builds that never get ready or do
# not stay so, a wrong setting, a deployment that is interrupted, and two at once.
#
#   drill.sh TAG     images server, worker and sandbox of that tag, as `docker build` has made them
#
# Everything is in containers of a project of its own, and gone at the end. RATE and PAUSE (seconds between two events)
# may be set. Fails if a request failed, a job was lost, or a deployment did not end as it should.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

[ $# = 1 ] || { echo "usage: drill.sh TAG" >&2 && exit 2; }
tag=$1
rate=${RATE:-200} pause=${PAUSE:-20}
work=$(mktemp -d)
export COMPOSE_FILE=docker-compose-prod.yml:deploy/drill/compose.yml COMPOSE_PROJECT_NAME=cinema-drill
export ENV_FILE=$work/env SECRETS=$work/secrets STATE=$work/deployed
export SUBNET=172.30.99.0/24
export REGISTRY=cinema SANDBOX_VERSION=$tag HTTP_PORT=8088 HTTPS_PORT=8443 PROXY_STATUS_PORT=8404
export READY_WITHIN=${READY_WITHIN:-40} WATCH_FOR=${WATCH_FOR:-5}
shop=https://127.0.0.1:8443
failed=0

say() { printf '%s == %s\n' "$(date -u +%H:%M:%SZ)" "$*"; }
if docker compose version >/dev/null 2>&1; then tool=(docker compose); else tool=(docker-compose); fi
compose() { VERSION=${version:-$tag} "${tool[@]}" --env-file "$ENV_FILE" "$@"; }
container() { docker ps --quiet --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" --filter "label=com.docker.compose.service=$1" | head -n 1; }

# shellcheck disable=SC2317 # The trap calls it.
cleanup() {
    touch "$work/end"
    wait
    compose --profile task down --volumes --remove-orphans >/dev/null 2>&1 || true
    docker image rm --force cinema/{server,worker}:drill-{next,deaf,mute,moody} >/dev/null 2>&1 || true
    rm -rf "$work"
}

settings() {
    deploy/secrets.sh "$SECRETS" >/dev/null
    printf 'sk_test_of_the_drill' >"$SECRETS/stripe_secret_key"
    printf 'whsec_of_the_drill' >"$SECRETS/stripe_webhook_secrets"
    # The sample, but for the mail server, Stripe, and limits that one address with so many people would run into.
    grep --invert-match --extended-regexp '^(REGISTRY|CINEMA__MAIL__SMTP_|CINEMA__SERVER__PUBLIC_URL|CINEMA__SERVER__TRUSTED_PROXIES)' .env.prod.sample >"$ENV_FILE"
    cat >>"$ENV_FILE" <<TEXT
CINEMA__SERVER__PUBLIC_URL=$shop
CINEMA__SERVER__TRUSTED_PROXIES=$SUBNET
CINEMA__MAIL__SMTP_HOST=mailpit
CINEMA__MAIL__SMTP_PORT=1025
CINEMA__MAIL__SMTP_TLS=none
CINEMA__PAYMENTS__STRIPE_API_BASE=http://sandbox:12111
CINEMA__AUTH__ACCESS_TTL=2h
CINEMA__RATE_LIMITS__ADDRESS=1000000/1m
CINEMA__RATE_LIMITS__ACCOUNT=1000000/1m
CINEMA__RATE_LIMITS__MAIL=1000000/1m
TEXT
}

# variant NAME LINE   images cinema/server:drill-NAME and cinema/worker:drill-NAME, with a line more in the server's
variant() {
    docker tag "cinema/worker:$tag" "cinema/worker:drill-$1"
    printf 'FROM cinema/server:%s\n%s\n' "$tag" "$2" | docker build --quiet --tag "cinema/server:drill-$1" - >/dev/null
}

# wrapped NAME SCRIPT   a variant whose server is started by a script
wrapped() {
    mkdir "$work/$1"
    printf '%s\n' '#!/bin/sh' "$2" "exec cinema-server \"\$@\"" >"$work/$1/start"
    chmod 755 "$work/$1/start"
    docker tag "cinema/worker:$tag" "cinema/worker:drill-$1"
    printf 'FROM cinema/server:%s\nCOPY start /usr/local/bin/\nENTRYPOINT ["start"]\nCMD ["serve"]\n' "$tag" >"$work/$1/Dockerfile"
    docker build --quiet --tag "cinema/server:drill-$1" "$work/$1" >/dev/null
}

# expect CODE COMMAND...
expect() {
    local code=0
    "${@:2}" || code=$?
    [ "$code" = "$1" ] || { failed=1 && say "THAT WAS WRONG: exit code $code, and not $1"; }
}

servers() {
    docker ps --quiet --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" \
        --filter label=com.docker.compose.service=server --filter label=com.docker.compose.oneoff=False | wc -l
}

# Ends a deployment when its first new server has started. Another one may not begin meanwhile.
interrupt() {
    local deployment code=0
    deploy/deploy.sh drill-next &
    deployment=$!
    until [ "$(servers)" -gt 2 ] || ! kill -0 "$deployment" 2>/dev/null; do sleep 0.2; done
    expect 1 deploy/deploy.sh drill-next
    kill -TERM "$deployment"
    wait "$deployment" || code=$?
    if [ "$code" != 1 ] || [ "$(servers)" != 2 ]; then
        failed=1
        say "THAT WAS WRONG: exit code $code, $(servers) servers"
    fi
}

# Kills the process, as the kernel would that runs out of memory. Docker starts the container again.
crash() {
    local id
    id=$(container "$1")
    kill -KILL "$(docker inspect --format '{{.State.Pid}}' "$id")"
    say "killed: one $1"
}

# An admin can do what a member can, and is active from the start.
people() {
    seq --format 'person-%g@example.com' 20 >"$work/accounts"
    # shellcheck disable=SC2016 # The container's shell expands it.
    compose run --rm --no-deps -T --entrypoint sh server -c 'while read -r email; do
        printf Popcorn-1234! | cinema-server create-admin --email "$email" --password-stdin
    done' <"$work/accounts" >/dev/null 2>&1
}

trap cleanup EXIT
settings
variant next 'LABEL drill=next'
# It says that it is well, and listens where nobody asks.
variant deaf 'ENV CINEMA__SERVER__LISTEN=0.0.0.0:8009'
# It starts, and never says anything.
# shellcheck disable=SC2016 # The container's shell expands it.
wrapped mute '[ "$1" != serve ] || exec sleep 100000'
# One of its servers is not ready any more once it has taken over. The other one is, so that nobody notices.
# shellcheck disable=SC2016 # The container's shell expands it.
wrapped moody 'if [ "$1" = serve ] && mkdir /var/lib/cinema/avatars/drill 2>/dev/null; then
    export CINEMA__SERVER__SHUTDOWN_DELAY=60s
    (sleep 30; kill -TERM 1) &
fi'

say "the first deployment"
compose up --detach --no-deps mailpit sandbox >/dev/null 2>&1
expect 0 deploy/deploy.sh "$tag"
compose run --rm --no-deps -T server catalog import demo/films.csv
people
sed -n '/BEGIN CERTIFICATE/,/END CERTIFICATE/p' "$SECRETS/tls.pem" >"$work/ca.pem"

say "people come: $rate requests a second"
deploy/drill/visitors.py --shop "$shop" --ca "$work/ca.pem" --inbox http://127.0.0.1:8025 --stripe http://127.0.0.1:12111 \
    --accounts "$work/accounts" --rate "$rate" --until "$work/end" >"$work/report" 2>&1 &
visitors=$!
sleep "$pause"
crash server
sleep "$pause"
for worker in worker-email worker-payments; do crash "$worker"; done
sleep "$pause"
say "a new build"
expect 0 deploy/deploy.sh drill-next
sleep "$pause"
say "and back"
expect 0 deploy/deploy.sh "$tag"
sleep "$pause"
say "a build that nobody hears"
expect 1 deploy/deploy.sh drill-deaf
say "a build that says nothing"
expect 1 deploy/deploy.sh drill-mute
sleep "$pause"
say "a build that turns bad when it has taken over"
expect 1 env WATCH_FOR=20 deploy/deploy.sh drill-moody
tail -n 1 "$STATE.log" | grep --quiet "went back to $tag" || { failed=1 && say "THAT WAS WRONG: it did not take over, or stayed"; }
sleep "$pause"
say "the proxy loads its configuration anew"
docker exec "$(container proxy)" bash /usr/local/etc/haproxy/reload.sh
say "a setting that is wrong"
echo CINEMA__WORKER__PREFETCH=many >>"$ENV_FILE"
expect 1 deploy/deploy.sh drill-next
sed -i '$d' "$ENV_FILE"
say "a deployment that is interrupted, while another one is tried"
interrupt
sleep "$pause"

touch "$work/end"
say "people leave; what they were promised is waited for"
wait "$visitors" || failed=1
cat "$work/report"
say "5xx of the proxy, by server and by how the request ended"
docker logs "$(container proxy)" 2>/dev/null | grep '"status":5' | grep --only-matching '"status":.*"ended":"[^"]*"' |
    sed -E 's/"(bytes|ms|attempts_over)":[^,]*,//g' | sort | uniq --count || true
left=$(docker exec "$(container postgres)" psql -U cinema -d cinema -Atc \
    "SELECT (SELECT count(*) FROM outbox) || ' jobs in the outbox, ' || (SELECT count(*) FROM dead_letters) || ' dead letters'")
say "$left, $(cat "$STATE") is deployed"
[ "$left" = "0 jobs in the outbox, 0 dead letters" ] || failed=1
if [ "$failed" = 0 ]; then say "the drill was a success"; else say "THE DRILL FAILED"; fi
exit "$failed"
