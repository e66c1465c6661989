#!/usr/bin/env bash
# Brings this host to a version of the shop while people use it, and back by itself if that version does not work.
#
#   deploy.sh VERSION     the tag of the images; a version that ran before takes the host back to it
#
# New containers start beside the old ones. The old ones are stopped when the new ones are ready and the proxy has seen
# it. Whatever fails, the old ones stay, or come back as they were: with the files and settings they had. Needs Docker with compose, curl and flock; settings are in .env.prod.
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
# Services whose old containers are being stopped, or are gone.
switched=()
# The service whose new containers are starting, and its containers of before.
starting='' before=()
# What compose is told when it goes back: the files and settings of the version that ran, as they were.
kept=()
proxy_changed=

# What is said is kept as well. A terminal or a connection that goes away does not end a deployment halfway.
trap '' HUP PIPE
say() { printf '%s %s\n' "$(date -u +%H:%M:%SZ)" "$*" | tee -a "$state.log" || true; }

die() {
    say "FAILED: $*"
    exit 1
}

# setting NAME DEFAULT   a variable of the environment, or else of the settings file, read as compose reads it
setting() {
    local value=${!1:-}
    if [ -z "$value" ]; then
        value=$(sed -n "s/^$1=//p" "$ENV_FILE" | tail -n 1)
        value=${value%$'\r'}
        value=${value%%[[:space:]]#*}
        value=${value%"${value##*[![:space:]]}"}
        case $value in \"*\" | \'*\') value=${value:1:-1} ;; esac
    fi
    printf '%s' "${value:-$2}"
}

# compose VERSION ARGUMENT...   compose with the images of that version
if docker compose version >/dev/null 2>&1; then tool=(docker compose); else tool=(docker-compose); fi
compose() {
    local version=$1
    shift
    VERSION=$version "${tool[@]}" --project-name "$project" --env-file "$ENV_FILE" "${kept[@]}" "$@"
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
    local report health restarts
    [ $# != 0 ] || return 1
    report=$(docker inspect --format '{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}} {{.RestartCount}}' "$@" 2>/dev/null) || return 1
    while read -r health restarts; do
        # Restarts are counted since the container began: one that is well now may have had bad days.
        [ "$health" = healthy ] || { [ "$restarts" -lt 3 ] && return 1 || return 2; }
    done <<<"$report"
}

proxy_status() { curl --silent --fail --max-time 2 "http://127.0.0.1:$(setting PROXY_STATUS_PORT 8404)/;csv"; }
proxy_answers() { proxy_status >/dev/null; }

# proxy_sees CONTAINER...   whether all these servers take requests, as the proxy has found for itself
proxy_sees() {
    local up container address found
    up=$(proxy_status | awk -F, '$1 == "servers" && $2 != "BACKEND" && $18 ~ /^UP/') || return 1
    for container in "$@"; do
        found=
        for address in $(docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' "$container"); do
            [[ $up != *",$address:"* ]] || found=1
        done
        [ -n "$found" ] || return 1
    done
}

remove() {
    [ $# = 0 ] || docker rm --force "$@" >/dev/null
}

# Removes what has started of a service beside its containers of before.
remove_started() {
    local new=()
    [ -z "$starting" ] || mapfile -t new < <(started "$starting")
    remove "${new[@]}"
    starting=''
}

# started SERVICE   its containers that were not there before
started() { containers "$1" | grep --invert-match --fixed-strings --line-regexp "$(printf '%s\n' "${before[@]:-none}")"; }

# rollout SERVICE VERSION   new containers beside the old ones, then instead of them; fails with the old ones in place
rollout() {
    local service=$1 version=$2 count old new trouble='' container
    count=$(wanted "$service")
    mapfile -t old < <(containers "$service" --filter status=exited --filter status=created --filter status=dead)
    remove "${old[@]}"
    mapfile -t before < <(containers "$service")
    starting=$service
    compose "$version" up --detach --no-deps --no-recreate --scale "$service=$((${#before[@]} + count))" "$service" >/dev/null 2>&1 ||
        say "$service: compose could not start $version"
    mapfile -t new < <(started "$service")
    if [ ${#new[@]} != "$count" ]; then
        trouble="does not start"
    elif [ "$count" != 0 ] && ! wait_until "$ready_within" healthy "${new[@]}"; then
        trouble="is not ready after $ready_within s"
    elif ! seen "$service" "${new[@]}"; then
        trouble="says that it is ready, but the proxy cannot see it"
    fi
    if [ -n "$trouble" ]; then
        say "$service: $version $trouble; the last it said:"
        [ ${#new[@]} = 0 ] || docker logs --tail 5 "${new[0]}" 2>&1 | sed 's/^/    /'
        remove_started
        return 1
    fi
    switched+=("$service")
    starting=''
    # One after the other. Each finishes what it has begun.
    for container in "${before[@]}"; do
        docker stop --time 50 "$container" >/dev/null
        remove "$container"
    done
    say "$service: $count of $version ready, ${#before[@]} old stopped"
}

# seen SERVICE CONTAINER...   Servers take requests when the proxy says so; workers ask for their jobs themselves.
seen() { [ "$1" != server ] || wait_until 30 proxy_sees "${@:2}"; }

# still_well   whether everything stays ready for a while
still_well() {
    local until=$((SECONDS + watch_for)) service all=() servers
    for service in "${services[@]}"; do mapfile -t -O "${#all[@]}" all < <(containers "$service"); done
    while [ "$SECONDS" -lt "$until" ]; do
        healthy "${all[@]}" || return 1
        sleep 1
    done
    mapfile -t servers < <(containers server)
    seen server "${servers[@]}"
}

# go_back REASON   puts the previous version back where the new one has taken over, and ends
go_back() {
    local reason=$1 service taken=("${switched[@]}") failed=0
    trap '' INT TERM
    remove_started
    [ -n "$previous" ] || die "$reason; there is nothing to go back to: what has started stays, to be looked at"
    [ ! -r "$state.yml" ] || kept=(--project-directory "$PWD" --file "$state.yml")
    proxy_as_before
    [ ${#taken[@]} != 0 ] || die "$reason; $previous went on without a break"
    for service in "${taken[@]}"; do rollout "$service" "$previous" || failed=1; done
    [ "$failed" = 0 ] || die "$reason, and $previous could not be brought back everywhere"
    die "$reason; went back to $previous"
}

# What can be found out before anything is touched.
look_first() {
    local image service subnet
    [ -r "$ENV_FILE" ] || die "$ENV_FILE is missing: copy .env.prod.sample and fill it in"
    # Bash skips what it cannot calculate with, and goes on.
    for service in "${services[@]}"; do
        [[ $(wanted "$service") =~ ^[0-9]+$ ]] || die "$ENV_FILE: '$(wanted "$service")' is no number of $service"
    done
    [[ $ready_within =~ ^[0-9]+$ ]] || die "READY_WITHIN is a number of seconds, and not '$ready_within'"
    [[ $watch_for =~ ^[0-9]+$ ]] || die "WATCH_FOR is a number of seconds, and not '$watch_for'"
    # Compose either leaves a network as it is, and servers then believe no proxy, or stops all that are in it.
    subnet=$(docker network inspect --format '{{range .IPAM.Config}}{{.Subnet}}{{end}}' "${project}_application" 2>/dev/null) || subnet=
    [ -z "$subnet" ] || [ "$subnet" = "$(setting SUBNET 172.30.0.0/24)" ] ||
        die "the network is $subnet and SUBNET another: let SUBNET and CINEMA__SERVER__TRUSTED_PROXIES say what it is, or end all containers first (docs/operations.md)"
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

load_proxy() { docker exec "$(containers proxy --filter status=running)" bash /usr/local/etc/haproxy/reload.sh; }

start_proxy() {
    if [ -z "$(containers proxy --filter status=running)" ]; then
        compose "$version" up --detach --no-deps proxy >/dev/null 2>&1 || die "the proxy does not start"
    elif ! diff --recursive --brief deploy/proxy "$state.proxy" >/dev/null 2>&1; then
        proxy_changed=1
        load_proxy || go_back "the proxy does not load its configuration"
        say "proxy: new configuration loaded"
    fi
    wait_until 30 proxy_answers || go_back "the proxy is not well: docker-compose logs proxy"
}

# A deployment that fails leaves no configuration of its own: the proxy would load it at its next start, or with a new
# certificate. The refused one is kept, to be looked at.
proxy_as_before() {
    [ -d "$state.proxy" ] || return 0
    ! diff --recursive --brief "$state.proxy" deploy/proxy >/dev/null || return 0
    rm -rf "$state.proxy.refused"
    cp -r deploy/proxy "$state.proxy.refused"
    cp -r "$state.proxy/." deploy/proxy
    [ -z "$proxy_changed" ] || load_proxy || true
    say "proxy: the configuration of $previous is back; the other one is in $state.proxy.refused"
}

# A deployment leaves these containers as they are: people would notice.
tell_of_changes() {
    local service hash container
    while read -r service hash; do
        container=$(containers "$service")
        [ -z "$container" ] ||
            [ "$(docker inspect --format '{{index .Config.Labels "com.docker.compose.config-hash"}}' "$container")" = "$hash" ] ||
            say "$service: goes on with the settings it was started with; the new ones want: shop up --detach --no-deps $service"
    done < <(compose "$version" config --hash proxy,postgres,redis,rabbitmq 2>/dev/null)
}

# Remembers the version, and what going back to it takes.
remember() {
    (umask 077 && compose "$version" config >"$state.yml" 2>/dev/null)
    rm -rf "$state.proxy"
    cp -r deploy/proxy "$state.proxy"
    printf '%s\n' "$version" >"$state"
}

# In a function, so that whatever ends it early is not followed by the next step.
main() {
    local service began=$SECONDS
    trap 'go_back interrupted' INT TERM
    trap proxy_as_before EXIT
    look_first
    start_services
    run migrate || die "the migration failed; ${previous:-nothing} goes on as it was"
    start_proxy
    for service in "${services[@]}"; do rollout "$service" "$version" || go_back "$version does not work"; done
    still_well || go_back "$version does not work"
    trap '' INT TERM
    remember
    trap - EXIT
    tell_of_changes
    say "done: $version serves, after $((SECONDS - began)) s"
    succeeded=1
}

[ $# = 1 ] || die "usage: deploy.sh VERSION"
version=$1
exec 9>"$state.lock"
flock --nonblock 9 || die "another deployment runs"
previous=$(cat "$state" 2>/dev/null || true)
say "from ${previous:-nothing} to $version"
succeeded=''
main
[ -n "$succeeded" ] || die "the script broke off in the middle: look at what runs before anything else"
