# Shared by server/start and tests/run (sourced): Debian packages, and builds.

say() { printf '%s\n' "$*" >&2; }
die() {
    say "$(basename "$0"): $*"
    exit 1
}

packages_build=(build-essential cmake pkg-config libwebsockets-dev libwebsockets-evlib-ev libev-dev libssl-dev
    libsqlite3-dev libjansson-dev libqrencode-dev zlib1g-dev libexpat1-dev libpango1.0-dev libxlsxwriter-dev fonts-noto-core
    brotli gzip ca-certificates)

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# need_packages NAME...: installs what is missing. Nothing is asked of the network when nothing is.
need_packages() {
    local missing=() name sudo=()
    command -v dpkg-query >/dev/null || die "this needs Debian 12 (or something with its packages): dpkg is not here"
    for name in "$@"; do
        is_installed "$name" || missing+=("$name")
    done
    # Debian's npm cannot stand beside a Node from elsewhere: take both or neither.
    command -v node >/dev/null || missing+=(nodejs npm)
    [ ${#missing[@]} -gt 0 ] || return 0

    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            die "these packages are missing; install them as root: apt-get install ${missing[*]}"
        sudo=(sudo)
    fi
    say "Installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q update </dev/null >&2 ||
        die "apt-get update failed: is there a network?"
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "${missing[@]}" \
        </dev/null >&2 || die "these packages could not be installed: ${missing[*]}"
}

# build DIRECTORY KIND TARGET...: configures (unless that was done) and builds. More settings in the array build_options.
build_options=()
build() {
    local directory=$1 kind=$2 target targets=()
    shift 2
    for target in "$@"; do
        targets+=(--target "$target")
    done
    cmake -S "$top" -B "$directory" -DPLENARY_BUILD="$kind" "${build_options[@]}" >&2 ||
        die "the $kind build could not be configured in $directory"
    cmake --build "$directory" -j "$(nproc)" "${targets[@]}" >&2 || die "the $kind build failed in $directory"
}
