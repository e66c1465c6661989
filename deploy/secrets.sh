#!/usr/bin/env bash
# Makes the secrets of a new installation, one file each, in the folder that is named (default: secrets). Files that are
# there stay as they are. What only others can know is asked for at the end.
#
#   secrets.sh [FOLDER] [NAME]     NAME is the host's name, for a certificate that serves until there is a real one
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=${1:-secrets} name=${2:-localhost}
# Containers read the files as another user: who may enter the folder decides.
mkdir -p "$folder"
chmod 700 "$folder"
umask 022

random() { head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

# make FILE TEXT
make() { [ -e "$folder/$1" ] || printf '%s' "$2" >"$folder/$1"; }

for key in access_key refresh_key link_key database_password redis_password; do make "$key" "$(random)"; done
make database_url "postgres://cinema:$(cat "$folder/database_password")@postgres:5432/cinema"
make redis_url "redis://:$(cat "$folder/redis_password")@redis:6379/0"
broker_password=$(random)
make rabbitmq_account "default_user = cinema
default_pass = $broker_password
"
make rabbitmq_url "amqp://cinema:$(sed -n 's/^default_pass = //p' "$folder/rabbitmq_account")@rabbitmq:5672/%2f"
if [ ! -e "$folder/tls.pem" ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj "/CN=$name" \
        -addext "subjectAltName=DNS:$name,IP:127.0.0.1" -keyout "$folder/tls.key" -out "$folder/tls.crt" 2>/dev/null
    cat "$folder/tls.crt" "$folder/tls.key" >"$folder/tls.pem"
    rm "$folder/tls.crt" "$folder/tls.key"
    echo "tls.pem is signed by itself: replace it with a real certificate, followed by its key"
fi
# Only for pictures in a bucket.
make s3_secret_access_key ''
for key in smtp_password stripe_secret_key stripe_webhook_secrets; do
    [ -s "$folder/$key" ] || { : >"$folder/$key" && echo "please write $folder/$key"; }
done
