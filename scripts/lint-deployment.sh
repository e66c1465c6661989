#!/usr/bin/env bash
# Checks what is deployed with the programs that read it. Without the program the exit code is 77.
#
#   lint-deployment.sh compose|proxy
. "$(dirname "$0")/lib.sh"

lacks() {
    say "there is no $1 here"
    exit 77
}

# Each compose file with the sample of its settings.
compose() {
    local tool=(docker compose)
    docker compose version >/dev/null 2>&1 || tool=(docker-compose)
    command -v "${tool[0]}" >/dev/null || lacks docker-compose
    export ENV_FILE
    for ENV_FILE in .env.sample .env.test.sample .env.prod.sample; do
        case $ENV_FILE in
            .env.sample) files=(-f docker-compose.yml) ;;
            .env.test.sample) files=(-f docker-compose-tests.yml) ;;
            .env.prod.sample) files=(-f docker-compose-prod.yml -f deploy/drill/compose.yml) ;;
        esac
        "${tool[@]}" --env-file "$ENV_FILE" "${files[@]}" config --quiet
    done
}

# The proxy's configuration, with a certificate made for the occasion.
proxy() {
    command -v haproxy >/dev/null || lacks haproxy
    local folder=$PWD/.local/check/proxy
    rm -rf "$folder"
    deploy/secrets.sh "$folder"
    sed "s|/run/secrets|$folder|" deploy/proxy/haproxy.cfg >"$folder/haproxy.cfg"
    ACME_THUMBPRINT=none haproxy -c -f "$folder/haproxy.cfg"
}

case ${1:-} in
    compose | proxy) "$1" ;;
    *) die "usage: lint-deployment.sh compose|proxy" ;;
esac
