#!/usr/bin/env bash
# Brings up the whole application on this machine: installs what is missing, starts what does not
# run, restarts what changed. Run again, it keeps the data and takes a few seconds.
. "$(dirname "$0")/lib.sh"

dir=$PWD/.local/up
server=${CARGO_TARGET_DIR:-target}/debug/cinema-server
worker=${CARGO_TARGET_DIR:-target}/debug/cinema-worker
sandbox=${CARGO_TARGET_DIR:-target}/debug/cinema-stripe-sandbox
smtp_port=21025 # as in up.env
inbox=http://127.0.0.1:8025
sandbox_port=12111
admin=admin@example.com
admin_password=Cinema-admin-1!

# Puts the configuration into the environment, and into a file for those who run a binary by hand.
configure() {
    local urls name value
    urls=$(scripts/services.sh urls up)
    eval "$urls"
    while IFS='=' read -r name value; do
        [ -n "${!name:-}" ] || export "$name=$value"
    done < <(grep '^CINEMA__' scripts/up.env)
    for name in CINEMA__AUTH__ACCESS_KEY CINEMA__AUTH__REFRESH_KEY CINEMA__MAIL__LINK_KEY; do
        [ -n "${!name:-}" ] || export "$name=$(secret "$dir/secret/$name")"
    done
    configure_payments
    (
        umask 077
        for name in $(compgen -e CINEMA__); do printf 'export %s=%q\n' "$name" "${!name}"; done >"$dir/env.new"
    )
    # The file keeps its time when nothing changed: a process older than it is restarted.
    cmp -s "$dir/env.new" "$dir/env" || cp "$dir/env.new" "$dir/env"
    rm "$dir/env.new"
}

# Stripe itself where its keys are given, and the stand-in on this machine otherwise. Nothing else differs.
configure_payments() {
    export CINEMA__PAYMENTS__STRIPE_SECRET_KEY=${CINEMA__PAYMENTS__STRIPE_SECRET_KEY:-${STRIPE_SECRET_KEY:-}}
    export CINEMA__PAYMENTS__STRIPE_WEBHOOK_SECRETS=${CINEMA__PAYMENTS__STRIPE_WEBHOOK_SECRETS:-${STRIPE_WEBHOOK_SECRET:-}}
    if [ -n "$CINEMA__PAYMENTS__STRIPE_SECRET_KEY" ]; then
        [ -n "$CINEMA__PAYMENTS__STRIPE_WEBHOOK_SECRETS" ] || die "STRIPE_SECRET_KEY needs STRIPE_WEBHOOK_SECRET beside it"
        payments="Stripe, whose webhooks go to $CINEMA__SERVER__PUBLIC_URL/payments/webhook/"
        stand_in=false
        return
    fi
    CINEMA__PAYMENTS__STRIPE_SECRET_KEY=sk_test_$(secret "$dir/secret/stripe_key")
    CINEMA__PAYMENTS__STRIPE_WEBHOOK_SECRETS=whsec_$(secret "$dir/secret/stripe_webhook")
    export CINEMA__PAYMENTS__STRIPE_API_BASE=http://127.0.0.1:$sandbox_port
    payments="$CINEMA__PAYMENTS__STRIPE_API_BASE (a stand-in for Stripe: dashboard and switches)"
    stand_in=true
}

# Starts the stand-in for Stripe, or ends it when Stripe itself is used.
start_sandbox() {
    if ! "$stand_in"; then
        end "$dir/run/sandbox.pid" TERM 10
        return
    fi
    export SANDBOX_SECRET_KEY=$CINEMA__PAYMENTS__STRIPE_SECRET_KEY
    export SANDBOX_WEBHOOK_SECRET=$CINEMA__PAYMENTS__STRIPE_WEBHOOK_SECRETS
    # Stripe tries again after five minutes; nobody who develops waits that long.
    start sandbox "$sandbox_port" "$sandbox .local/up/env" "$sandbox" --listen "127.0.0.1:$sandbox_port" \
        --webhook-url "$api/payments/webhook/" --retry-scale 0.01 --data "$dir/stripe.json"
    await sandbox port_open "$sandbox_port"
}

# start NAME 'PORT...' 'SOURCE...' COMMAND...   unless it runs already, and no SOURCE changed since it started
start() {
    local name=$1 ports=$2 sources=$3 pidfile=$dir/run/$1.pid port
    shift 3
    if alive "$pidfile"; then
        # shellcheck disable=SC2086 # Several words are meant.
        [ -n "$(find $sources -newer "$pidfile" -print -quit)" ] || return 0
        end "$pidfile" TERM 40
    fi
    for port in $ports; do need_port "$port" "$name"; done
    say "starting $name ..."
    : >"$dir/log/$name.log"
    spawn "$pidfile" "$dir/log/$name.log" "$@"
}

# await NAME COMMAND...   waits until COMMAND succeeds
await() {
    local name=$1
    shift
    if ! wait_until 60 succeeds_or_ended "$name" "$@" || ! alive "$dir/run/$name.pid"; then
        tail -n 20 "$dir/log/$name.log" >&2
        die "$name did not start (all of its output: $dir/log/$name.log)"
    fi
}

succeeds_or_ended() {
    ended "$dir/run/$1.pid" || "${@:2}"
}

api_ready() { curl --silent --fail --output /dev/null "$api/health/ready/"; }

mkdir -p "$dir/log"
need_rust
need curl:curl
npm_tool scripts/maildev
scripts/services.sh start up
services=$(scripts/services.sh status up)
configure
api=http://$CINEMA__SERVER__LISTEN
api_port=${CINEMA__SERVER__LISTEN##*:}
server_metrics_port=${CINEMA__SERVER__METRICS_LISTEN##*:}
worker_metrics_port=${CINEMA__WORKER__METRICS_LISTEN##*:}

cargo build --bin cinema-server --bin cinema-worker --bin cinema-stripe-sandbox
"$server" migrate
"$server" catalog import demo/films.csv
printf '%s' "$admin_password" | "$server" create-admin --email "$admin" --password-stdin

start maildev "$smtp_port 8025" scripts/maildev \
    node "$tools/maildev/node_modules/maildev/bin/maildev" --mail-directory "$dir/mails" \
    --ip 127.0.0.1 --smtp "$smtp_port" --web-ip 127.0.0.1 --web 8025
start_sandbox
sources=".local/up/env templates"
[ ! -e config.toml ] || sources+=" config.toml"
start server "$api_port $server_metrics_port" "$server $sources" "$server" serve
start worker "$worker_metrics_port" "$worker $sources" "$worker" run
await maildev port_open "$smtp_port"
await worker port_open "$worker_metrics_port"
await server api_ready

cat <<TEXT

The application runs:
  API           $api (documentation: $api/docs/)
  mail inbox    $inbox
  payments      $payments
  metrics       http://127.0.0.1:$server_metrics_port/metrics (server), http://127.0.0.1:$worker_metrics_port/metrics (worker)
  administrator $admin, password $admin_password
$(awk -F ': ' '{ printf "  %-13s %s\n", $1, $2 }' <<<"$services")

Four things to try:
  1. The best films:  curl '$api/movies/?per_page=3&sort=-imdb'
  2. Become somebody: curl $api/accounts/register/ -H 'Content-Type: application/json' \\
                        -d '{"email": "you@example.com", "password": "Popcorn-1234!"}'
                      then open $inbox, follow the link in the mail and press its button
  3. Sign in:         json='Content-Type: application/json'
                      token=\$(curl -s $api/accounts/login/ -H "\$json" \\
                        -d '{"email": "you@example.com", "password": "Popcorn-1234!"}' | cut -d'"' -f4)
  4. Buy a film:      film=\$(curl -s '$api/movies/?per_page=1&sort=-imdb' | cut -d'"' -f6)
                      curl $api/cart/add/ -H "Authorization: Bearer \$token" -H "\$json" -d "{\"movie_uuid\": \"\$film\"}"
                      curl -X POST $api/orders/create/ -H "Authorization: Bearer \$token"
                      curl -X POST $api/payments/checkout-session/ -H "Authorization: Bearer \$token"
                      then open the checkout_url and pay with the card 4242 4242 4242 4242; it is yours:
                      curl $api/purchases/ -H "Authorization: Bearer \$token"

./just logs follows the logs, ./just down stops everything, ./just reset also forgets the data.
TEXT
