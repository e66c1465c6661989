#!/usr/bin/env bash
# Brings this host to a version of the shop while people use it, and back by itself if that version does not work.
#
#   deploy.sh VERSION     the tag of the images; a version that ran before takes the host back to it
#
# New containers start beside the old ones. The old ones are stopped when the new ones are ready and the proxy has seen
# it. Whatever fails, the old ones stay, or come back. Needs Docker with compose, curl and flock; settings are in .env.prod.
# Migrations are not undone: a release must be able to work with the schema of the next one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export COMPOSE_FILE=${COMPOSE_FILE:-docker-compose-prod.yml} ENV_FILE=${ENV_FILE:-.env.prod}
project=${COMPOSE_PROJECT_NAME:-cinema}
state=${STATE:-.deployed}
# Seconds that new containers may take to be ready, and that they are watched once they are alone.
ready_within=${READY_WITHIN:-120}
watch_for=${WATCH_FOR:-10}
services=(server worker-email worker-payments worker-maintenance)
switched=()
starting=()

# What is said is kept as well. A terminal or a connection that goes away does not end a deployment halfway.
trap '' HUP PIPE
say() { printf '%s %s\n' "$(date -u +%H:%M:%SZ)" "$*" | tee -a "$state.log" || true; }

die() {
    say "FAILED: $*"
    exit 1
}

# setting NAME DEFAULT   a variable of the environment, or else of the settings file
setting() {
    local value=${!1:-}
    [ -n "$value" ] || value=$(sed -n "s/^$1=//p" "$ENV_FILE" | tail -n 1)
    printf '%s' "${value:-$2}"
}

# compose VERSION ARGUMENT...   compose with the images of that version
if docker compose version >/dev/null 2>&1; then tool=(docker compose); else tool=(docker-compose); fi
compose() {
    local version=$1
    shift
    VERSION=$version "${tool[@]}" --project-name "$project" --env-file "$ENV_FILE" "$@"
}

# run SERVICE ARGUMENT...   a task in a container of its own; it is heard only when it fails
run() {
    local heard
    heard=$(compose "$version" run --rm --no-deps -T "$@" 2>&1) || {
        printf '    %s\n' "${heard//$'\n'/$'\n    '}"
        return 1
    }
}

# containers SERVICE [FILTER...]   ids of its containers, running or not
containers() {
    local service=$1
    shift
    docker ps --all --quiet --no-trunc --filter "label=com.docker.compose.project=$project" \
        --filter "label=com.docker.compose.service=$service" --filter label=com.docker.compose.oneoff=False "$@"
}

wanted() {
    case $1 in
        server) setting SERVERS 2 ;;
        worker-email) setting EMAIL_WORKERS 1 ;;
        worker-payments) setting PAYMENT_WORKERS 1 ;;
        worker-maintenance) setting MAINTENANCE_WORKERS 1 ;;
    esac
}

# wait_until SECONDS COMMAND...   fails when COMMAND did not succeed in time, or says by 2 that it never will
wait_until() {
    local deadline=$((SECONDS + $1)) code
    shift
    while :; do
        code=0
        "$@" || code=$?
        [ "$code" != 0 ] || return 0
        [ "$code" != 2 ] && [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.5
    done
}

# healthy CONTAINER...   whether all say so; 2 when one cannot even start
healthy() {
    local health restarts
    while read -r health restarts; do
        [ "$restarts" -lt 3 ] || return 2
        [ "$health" = healthy ] || return 1
    done < <(docker inspect --format '{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}} {{.RestartCount}}' "$@")
}

proxy_status() { curl --silent --fail --max-time 2 "http://127.0.0.1:$(setting PROXY_STATUS_PORT 8404)/;csv"; }
proxy_answers() { proxy_status >/dev/null; }

# proxy_sees COUNT   whether so many servers take requests, as the proxy has found for itself
proxy_sees() {
    local up
    up=$(proxy_status | awk -F, '$1 == "servers" && $2 != "BACKEND" && $18 ~ /^UP/' | wc -l)
    [ "$up" -eq "$1" ]
}

remove() {
    [ $# = 0 ] || docker rm --force "$@" >/dev/null
}

# rollout SERVICE VERSION   new containers beside the old ones, then instead of them; fails with the old ones in place
rollout() {
    local service=$1 version=$2 count old new
    count=$(wanted "$service")
    mapfile -t old < <(containers "$service" --filter status=exited --filter status=created --filter status=dead)
    remove "${old[@]}"
    mapfile -t old < <(containers "$service")
    compose "$version" up --detach --no-deps --no-recreate --scale "$service=$((${#old[@]} + count))" "$service" >/dev/null 2>&1 ||
        say "$service: compose could not start $version"
    mapfile -t new < <(containers "$service" | grep --invert-match --fixed-strings --line-regexp "$(printf '%s\n' "${old[@]:-none}")")
    starting=("${new[@]}")
    local trouble=
    if [ ${#new[@]} != "$count" ]; then
        trouble="does not start"
    elif ! wait_until "$ready_within" healthy "${new[@]}"; then
        trouble="is not ready after $ready_within s"
    elif ! seen "$service" $((${#old[@]} + count)); then
        trouble="says that it is ready, but the proxy cannot see it"
    fi
    if [ -n "$trouble" ]; then
        say "$service: $version $trouble; the last it said:"
        [ ${#new[@]} = 0 ] || docker logs --tail 5 "${new[0]}" 2>&1 | sed 's/^/    /'
        remove "${new[@]}"
        starting=()
        return 1
    fi
    starting=()
    # One after the other. Each finishes what it has begun.
    local container
    for container in "${old[@]}"; do
        docker stop --time 50 "$container" >/dev/null
        remove "$container"
    done
    say "$service: $count of $version ready, ${#old[@]} old stopped"
}

# Servers take requests when the proxy says so; workers ask for their jobs themselves.
seen() { [ "$1" != server ] || wait_until 30 proxy_sees "$2"; }

# still_well   whether everything stays ready for a while
still_well() {
    local until=$((SECONDS + watch_for)) service all=()
    for service in "${services[@]}"; do mapfile -t -O "${#all[@]}" all < <(containers "$service"); done
    while [ "$SECONDS" -lt "$until" ]; do
        healthy "${all[@]}" || return 1
        sleep 1
    done
    seen server "$(wanted server)"
}

# Puts the previous version back where the new one has taken over.
go_back() {
    local service failed=0
    [ ${#switched[@]} != 0 ] || die "$version does not work; $previous went on without a break"
    for service in "${switched[@]}"; do rollout "$service" "$previous" || failed=1; done
    [ "$failed" = 0 ] || die "$version does not work, and $previous could not be brought back everywhere"
    die "$version does not work; went back to $previous"
}

# What can be found out before anything is touched.
look_first() {
    local image
    [ -r "$ENV_FILE" ] || die "$ENV_FILE is missing: copy .env.prod.sample and fill it in"
    compose "$version" config --quiet || die "the compose file or $ENV_FILE is wrong"
    for image in server worker; do
        image=$(setting REGISTRY cinema)/$image:$version
        docker image inspect "$image" >/dev/null 2>&1 || docker pull --quiet "$image" ||
            die "there is no image $image"
    done
    run server config check || die "the server refuses its settings"
    run worker-email config check || die "the worker refuses its settings"
    run proxy haproxy -c -f /usr/local/etc/haproxy/haproxy.cfg || die "the proxy refuses deploy/proxy"
}

start_services() {
    local service
    compose "$version" up --detach --no-recreate postgres redis rabbitmq >/dev/null 2>&1 || die "the services do not start"
    for service in postgres redis rabbitmq; do
        # shellcheck disable=SC2046 # One word for each container is meant.
        wait_until "$ready_within" healthy $(containers "$service") || die "$service is not well: docker-compose logs $service"
    done
}

start_proxy() {
    local proxy
    proxy=$(containers proxy --filter status=running)
    if [ -z "$proxy" ]; then
        compose "$version" up --detach --no-deps proxy >/dev/null 2>&1 || die "the proxy does not start"
    elif [ "$(cat deploy/proxy/* | sha256sum)" != "$(cat "$state.proxy" 2>/dev/null)" ]; then
        docker kill --signal USR2 "$proxy" >/dev/null
        say "proxy: new configuration loaded"
    fi
    cat deploy/proxy/* | sha256sum >"$state.proxy"
    wait_until 30 proxy_answers || die "the proxy is not well: docker-compose logs proxy"
}

[ $# = 1 ] || die "usage: deploy.sh VERSION"
version=$1
exec 9>"$state.lock"
flock --nonblock 9 || die "another deployment runs"
previous=$(cat "$state" 2>/dev/null || true)
say "from ${previous:-nothing} to $version"
began=$SECONDS

look_first
start_services
run migrate || die "the migration failed; ${previous:-nothing} goes on as it was"
start_proxy
if [ -z "$previous" ]; then
    # There is nothing to go back to: what has started stays, to be looked at.
    for service in "${services[@]}"; do rollout "$service" "$version" || die "the first version does not work"; done
else
    trap 'trap - INT TERM; say interrupted; remove "${starting[@]}"; go_back' INT TERM
    for service in "${services[@]}"; do
        rollout "$service" "$version" || go_back
        switched+=("$service")
    done
    still_well || go_back
    trap - INT TERM
fi
printf '%s\n' "$version" >"$state"
say "done: $version serves, after $((SECONDS - began)) s"
