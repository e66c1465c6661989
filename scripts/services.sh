#!/usr/bin/env bash
# Private PostgreSQL, Redis and RabbitMQ under .local/INSTANCE, on ports of their own.
#
#   services.sh start|stop|status|urls|reset INSTANCE [SERVICE...]
#
# Instances differ in folders, ports and node names, so that they run side by side. A service whose
# URL the environment gives is used as it is, and none is started in its place.
. "$(dirname "$0")/lib.sh"

usage() { die "usage: services.sh start|stop|status|urls|reset up|test|bench|check|chaos [postgres|redis|rabbitmq]..."; }

[ $# -ge 2 ] || usage
command=$1 instance=$2
shift 2
services=("$@")
[ $# -gt 0 ] || services=(postgres redis rabbitmq)

case $instance in
    up) base=21000 ;;
    test) base=22000 ;;
    bench) base=23000 ;;
    check) base=24000 ;;
    chaos) base=25000 ;;
    *) usage ;;
esac
dir=$PWD/.local/$instance
[ ! -e "$dir/base" ] || base=$(cat "$dir/base")

# Ports stay below the ephemeral range: a client that reconnects in a loop could take one of those.
declare -A offset=([postgres]=432 [redis]=679 [rabbitmq]=672 [rabbitmq_dist]=673 [epmd]=670)
port() { echo $((base + offset[$1])); }

# The people who run `up` want to find their data again, and `chaos` kills what has to come back with all of
# it; every other instance lives for one command.
durable() { [ "$instance" = up ] || [ "$instance" = chaos ]; }

# The variable that names the service's URL: the application's own for `up`, the test suite's otherwise.
variable() {
    case $instance-$1 in
        up-postgres) echo CINEMA__DATABASE__URL ;;
        up-redis) echo CINEMA__REDIS__URL ;;
        up-rabbitmq) echo CINEMA__RABBITMQ__URL ;;
        *-postgres) echo CINEMA_TEST_DATABASE_URL ;;
        *-redis) echo CINEMA_TEST_REDIS_URL ;;
        *-rabbitmq) echo CINEMA_TEST_RABBITMQ_URL ;;
    esac
}

password() { secret "$dir/secret/services"; }

url() {
    local password
    password=$(password)
    case $1 in
        postgres) echo "postgres://cinema:$password@127.0.0.1:$(port postgres)/cinema" ;;
        redis) echo "redis://:$password@127.0.0.1:$(port redis)/0" ;;
        rabbitmq) echo "amqp://cinema:$password@127.0.0.1:$(port rabbitmq)/%2f" ;;
    esac
}

given() {
    local name
    name=$(variable "$1")
    [ -n "${!name:-}" ]
}

pidfile() { echo "$dir/run/$1.pid"; }

# --- PostgreSQL --------------------------------------------------------------------------------

# PostgreSQL refuses to run as root; Debian's package brings the user postgres.
as_postgres=()
[ "$(id -u)" != 0 ] || as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups)

# The newest of the installed versions, whichever Debian release this is.
postgres_bin() { printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1; }

# Creates the cluster. $dir/postgres is a link to it, made last, so that it never names half a cluster.
# The cluster lies beside the link, or in /var/tmp where user postgres can't reach the checkout.
create_postgres() {
    local bin=$1 parent=$dir data
    if [ ${#as_postgres[@]} != 0 ]; then
        "${as_postgres[@]}" test -x "$dir" || parent=/var/tmp
    fi
    data=$(mktemp -d "$parent/cinema-postgres.XXXXXX")
    printf '%s' "$password" >"$data/password"
    [ ${#as_postgres[@]} = 0 ] || chown -R postgres: "$data"
    (
        cd "$data"
        "${as_postgres[@]}" "$bin/initdb" --pgdata=cluster --username=cinema --auth=password --pwfile=password \
            --encoding=UTF8 --locale=C.UTF-8 --no-sync
        "${as_postgres[@]}" "$bin/postgres" --single -D cluster postgres <<<'CREATE DATABASE cinema'
    ) >>"$dir/log/postgres.log" 2>&1
    rm "$data/password"
    ln -sr "$data" "$dir/postgres"
}

# A killed server takes a moment to be gone altogether, and PostgreSQL doesn't start before that.
old_postgres_gone() {
    local pid
    ! { read -r pid <"$dir/postgres/cluster/postmaster.pid" && [ -e "/proc/$pid" ]; } 2>/dev/null
}

start_postgres() {
    local bin settings
    bin=$(postgres_bin)
    [ -e "$dir/postgres" ] || create_postgres "$bin"
    wait_until 10 old_postgres_gone || true
    # Every test has a database and a pool of its own, and nobody misses them after a crash.
    if durable; then
        settings=(max_connections=100)
    else
        settings=(max_connections=400 fsync=off synchronous_commit=off full_page_writes=off)
    fi
    # As an operator would tune it for a million films; no checkpoint in the middle of a measurement,
    # and a log that the bench can read.
    [ "$instance" != bench ] || settings+=(shared_buffers=2GB maintenance_work_mem=512MB max_wal_size=16GB
        checkpoint_timeout=1d logging_collector=on log_destination=jsonlog log_rotation_age=0 log_rotation_size=0)
    spawn "$(pidfile postgres)" "$dir/log/postgres.log" \
        "${as_postgres[@]}" "$bin/postgres" -D "$(readlink -f "$dir/postgres")/cluster" \
        -c port="$(port postgres)" -c listen_addresses=127.0.0.1 -c unix_socket_directories= "${settings[@]/#/-c}"
}

ready_postgres() { "$(postgres_bin)/pg_isready" --quiet --host=127.0.0.1 --port="$(port postgres)"; }

stop_postgres() { end "$(pidfile postgres)" INT 30; }

# --- Redis -------------------------------------------------------------------------------------

start_redis() {
    mkdir -p "$dir/redis"
    (
        umask 077
        cat >"$dir/redis/redis.conf" <<CONF
bind 127.0.0.1
port $(port redis)
requirepass $password
dir $dir/redis
save ""
appendonly $(durable && echo yes || echo no)
CONF
    )
    spawn "$(pidfile redis)" "$dir/log/redis.log" redis-server "$dir/redis/redis.conf"
}

ready_redis() { [ "$(REDISCLI_AUTH=$password redis-cli -p "$(port redis)" ping 2>/dev/null)" = PONG ]; }

stop_redis() { end "$(pidfile redis)" TERM 10; }

# --- RabbitMQ ----------------------------------------------------------------------------------

# Erlang's port mapper would outlive the broker if the broker started it: it gets a pid file of its own.
start_rabbitmq() {
    mkdir -p "$dir/rabbitmq/home"
    (
        umask 077
        cat >"$dir/rabbitmq/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$(port rabbitmq)
default_user = cinema
default_pass = $password
CONF
    )
    echo '[].' >"$dir/rabbitmq/enabled_plugins"
    alive "$(pidfile epmd)" || spawn "$(pidfile epmd)" "$dir/log/epmd.log" epmd -address 127.0.0.1 -port "$(port epmd)"
    spawn "$(pidfile rabbitmq)" "$dir/log/rabbitmq.log" env \
        HOME="$dir/rabbitmq/home" \
        ERL_EPMD_ADDRESS=127.0.0.1 \
        ERL_EPMD_PORT="$(port epmd)" \
        RABBITMQ_CONF_ENV_FILE=/dev/null \
        RABBITMQ_CONFIG_FILE="$dir/rabbitmq/rabbitmq.conf" \
        RABBITMQ_CONFIG_FILES="$dir/rabbitmq/conf.d" \
        RABBITMQ_ADVANCED_CONFIG_FILE="$dir/rabbitmq/advanced.config" \
        RABBITMQ_ENABLED_PLUGINS_FILE="$dir/rabbitmq/enabled_plugins" \
        RABBITMQ_NODENAME="cinema-$instance@localhost" \
        RABBITMQ_MNESIA_BASE="$dir/rabbitmq/mnesia" \
        RABBITMQ_PID_FILE="$dir/rabbitmq/pid" \
        RABBITMQ_LOGS=- \
        RABBITMQ_LOG_BASE="$dir/log" \
        RABBITMQ_DIST_PORT="$(port rabbitmq_dist)" \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
        RUNNING_UNDER_SYSTEMD=true \
        /usr/lib/rabbitmq/bin/rabbitmq-server
}

# The broker opens its port when it has booted.
ready_rabbitmq() { port_open "$(port rabbitmq)"; }

stop_rabbitmq() {
    end "$(pidfile rabbitmq)" TERM 30
    end "$(pidfile epmd)" TERM 5
}

# --- commands ----------------------------------------------------------------------------------

# Everybody knows where `up` is. The others move on where another checkout has their block of ports.
choose_ports() {
    local name taken
    while [ "$base" -lt 30000 ]; do
        taken=false
        for name in "${!offset[@]}"; do ! port_open "$(port "$name")" || taken=true; done
        "$taken" || break
        base=$((base + 3000))
    done
    echo "$base" >"$dir/base"
}

ready_or_ended() { "ready_$1" || ended "$(pidfile "$1")"; }

# Starts one service and waits for it. Runs in a subshell: any failing command ends it, and then says so.
bring_up() {
    trap not_started EXIT
    brought_up=$1
    : >"$dir/log/$brought_up.log"
    "start_$brought_up"
    wait_until 60 ready_or_ended "$brought_up"
    alive "$(pidfile "$brought_up")"
    trap - EXIT
}

not_started() {
    local log=$dir/log/$brought_up.log
    tail -n 20 "$log" >&2
    say "error: $brought_up did not start (all of its output: $log)"
}

start() {
    local service packages=() starting=() jobs=() job failed=0
    for service in "${services[@]}"; do
        given "$service" || alive "$(pidfile "$service")" || starting+=("$service")
    done
    [ ${#starting[@]} != 0 ] || return 0
    for service in "${starting[@]}"; do
        case $service in
            postgres) packages+=('/usr/lib/postgresql/*/bin/postgres:postgresql') ;;
            redis) packages+=(redis-server:redis-server) ;;
            rabbitmq) packages+=(/usr/lib/rabbitmq/bin/rabbitmq-server:rabbitmq-server) ;;
        esac
    done
    need "${packages[@]}"
    mkdir -p "$dir/log"
    [ "$instance" = up ] || [ -e "$dir/base" ] || choose_ports
    for service in "${starting[@]}"; do
        need_port "$(port "$service")" "$service"
        [ "$service" != rabbitmq ] || need_port "$(port rabbitmq_dist)" "$service"
        [ "$service" != rabbitmq ] || alive "$(pidfile epmd)" || need_port "$(port epmd)" "$service"
    done
    password=$(password)
    say "starting ${starting[*]} ($instance) ..."
    for service in "${starting[@]}"; do
        bring_up "$service" &
        jobs+=($!)
    done
    for job in "${jobs[@]}"; do wait "$job" || failed=1; done
    return "$failed"
}

stop() {
    local service jobs=()
    for service in "${services[@]}"; do
        "stop_$service" &
        jobs+=($!)
    done
    wait "${jobs[@]}"
    durable || reset
}

# Forgets the data of a stopped instance; its logs stay.
reset() {
    local service
    for service in postgres redis rabbitmq; do
        ended "$(pidfile "$service")" || die "$service ($instance) still runs: stop it first"
    done
    [ ! -L "$dir/postgres" ] || rm -rf "$(readlink -f "$dir/postgres")"
    [ ! -d "$dir" ] || find "$dir" -mindepth 1 -maxdepth 1 ! -name log -exec rm -rf {} +
}

status() {
    local service
    for service in "${services[@]}"; do
        if given "$service"; then
            echo "$service: given by $(variable "$service")"
        elif alive "$(pidfile "$service")"; then
            echo "$service: runs on port $(port "$service")"
        else
            echo "$service: stopped"
        fi
    done
}

# Shell assignments for the services that this instance runs.
urls() {
    local service
    for service in "${services[@]}"; do
        given "$service" || printf "export %s='%s'\n" "$(variable "$service")" "$(url "$service")"
    done
}

case $command in
    start | stop | reset | status | urls) "$command" ;;
    *) usage ;;
esac
