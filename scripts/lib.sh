# shellcheck shell=bash
# What the scripts share: messages, packages, the tools of this checkout, background processes.
# A script sources this file first; it then stands at the top of the checkout.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools=$PWD/.local/tools
mkdir -p .local

say() { printf '%s\n' "$*" >&2; }

die() {
    say "error: $*"
    exit 1
}

# --- packages of the machine -------------------------------------------------------------------

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Installs Debian packages. No daemon of theirs is started: the checkout runs instances of its own.
install_packages() (
    command -v apt-get >/dev/null || die "please install $* (this is no Debian, so the script cannot)"
    say "installing $* ..."
    exec 8>.local/install.lock
    flock 8
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
        printf '#!/bin/sh\nexit 101\n' | as_root tee /usr/sbin/policy-rc.d >/dev/null
        as_root chmod 755 /usr/sbin/policy-rc.d
    fi
    log=.local/install.log
    apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=300 "$@"; }
    # Without a package list, or with an old one, the first try fails at once.
    {
        apt install --no-install-recommends "$@" || { apt update && apt install --no-install-recommends "$@"; }
    } >"$log" 2>&1 </dev/null || {
        tail -n 20 "$log" >&2
        die "apt-get could not install $* (all of its output: $log)"
    }
)

# need WHAT:PACKAGE...   installs each package whose WHAT (a command, or a path that may be a glob) is missing
need() {
    local entry missing=()
    for entry; do
        case ${entry%%:*} in
            */*) compgen -G "${entry%%:*}" >/dev/null || missing+=("${entry#*:}") ;;
            *) command -v "${entry%%:*}" >/dev/null || missing+=("${entry#*:}") ;;
        esac
    done
    [ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"
}

# What `cargo build` takes: the toolchain is the one thing that the machine must bring.
need_rust() {
    command -v cargo >/dev/null || die "please install a Rust toolchain first: https://rustup.rs"
    need cc:gcc /usr/include/stdlib.h:libc6-dev
    # Queries are checked against .sqlx, and not against the database of another project that the
    # developer's DATABASE_URL may name.
    export SQLX_OFFLINE=true
}

# --- tools of this checkout --------------------------------------------------------------------

# python_tool NAME REQUIREMENT   has REQUIREMENT (pinned) in a virtual environment at $tools/NAME
python_tool() {
    local name=$1 requirement=$2
    [ "$(cat "$tools/$name/requirement" 2>/dev/null)" != "$requirement" ] || return 0
    python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
    say "installing $requirement ..."
    rm -rf "${tools:?}/$name"
    python3 -m venv "$tools/$name"
    "$tools/$name/bin/pip" install --quiet --disable-pip-version-check "$requirement"
    printf '%s\n' "$requirement" >"$tools/$name/requirement"
}

# npm_tool FOLDER   has what FOLDER/package-lock.json pins at $tools/NAME/node_modules, NAME being the folder's
npm_tool() {
    local target
    target=$tools/$(basename "$1")
    ! cmp -s "$1/package-lock.json" "$target/installed.json" || return 0
    need node:nodejs npm:npm
    say "installing the packages of $1 ..."
    mkdir -p "$target"
    cp "$1/package.json" "$1/package-lock.json" "$target"
    npm ci --prefix "$target" --no-audit --no-fund --loglevel=error >&2
    cp "$1/package-lock.json" "$target/installed.json"
}

# cargo_tool NAME VERSION [FLAG...]   has crate NAME at $tools/bin; unoptimised, which builds in half the time
cargo_tool() {
    local name=$1 version=$2
    shift 2
    [ ! -e "$tools/bin/$name-$version" ] || return 0
    need_rust
    say "building $name $version (once, some minutes) ..."
    CARGO_PROFILE_DEV_DEBUG=0 cargo install --quiet --locked --debug --force --root "$tools" "$@" \
        --version "$version" "$name"
    touch "$tools/bin/$name-$version"
}

# secret FILE   prints the 32 random bytes (in hex) that FILE keeps, making them at the first call
secret() {
    if [ ! -s "$1" ]; then
        mkdir -p "$(dirname "$1")"
        (umask 077 && head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$1")
    fi
    cat "$1"
}

# --- background processes ----------------------------------------------------------------------

# started_at PID   prints when that process started, in ticks since boot; fails when it has ended
started_at() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    # The name, in parentheses, may hold anything; the state comes first after it, the start as 20th.
    read -ra stat <<<"${stat##*) }"
    [ "${stat[0]}" != Z ] && printf '%s\n' "${stat[19]}"
}

# alive PIDFILE   whether the process of PIDFILE runs; a number that was given to another one since does not count
alive() {
    local pid start
    read -r pid start 2>/dev/null <"$1" && [ "$(started_at "$pid")" = "$start" ]
}

# spawn PIDFILE LOG COMMAND...   starts COMMAND in a session of its own, out of reach of Ctrl-C
spawn() {
    local pidfile=$1 log=$2
    shift 2
    mkdir -p "$(dirname "$pidfile")" "$(dirname "$log")"
    setsid "$@" </dev/null >>"$log" 2>&1 &
    printf '%s %s\n' "$!" "$(started_at "$!")" >"$pidfile"
}

# end PIDFILE SIGNAL SECONDS   ends that process, by force when it still runs after SECONDS
end() {
    local pid name
    name=$(basename "$1" .pid)
    if alive "$1"; then
        read -r pid _ <"$1"
        kill "-$2" "$pid"
        if ! wait_until "$3" ended "$1"; then
            say "$name (process $pid) still runs $3 s after SIG$2: killing it"
            kill -KILL "$pid"
            wait_until 5 ended "$1"
        fi
    fi
    rm -f "$1"
}

ended() { ! alive "$1"; }

# wait_until SECONDS COMMAND...   polls COMMAND; fails when it did not succeed in time
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.1
    done
}

port_open() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# need_port PORT NAME   fails when another process has that port, and says which
need_port() {
    port_open "$1" || return 0
    local owner # Stays empty where `ss` is missing, or may not say.
    owner=$(ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1 (process \2)/p' || true)
    die "$2 needs port $1, which ${owner:-another process} has"
}
