#!/usr/bin/env bash
# What the tests need from the machine: PostgreSQL, Redis, Chromium, a Chinese font, Go's own log reader.
# As root on Debian or Ubuntu the missing ones are installed; otherwise the tests that need them skip and say why.
cd "$(dirname "$0")/.." || exit 1
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then exit 0; fi

has() { command -v "$1" >/dev/null; }
want() {
    # A package that this machine does not offer is asked for once, not at every `make test`.
    local mark=".venv/.asked-$1"
    if [ -f "$mark" ]; then return; fi
    echo "Installing $* with apt-get" >&2
    tools/apt.sh "$@" || echo "apt-get could not install $*; the tests that need it will skip." >&2
    touch "$mark"
}

has postgres || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || want postgresql
has redis-server || want redis-server
has chromium || has chromium-browser || has google-chrome || want chromium
has fc-list && [ -n "$(fc-list :lang=zh-cn)" ] || want fonts-noto-cjk
has go && [ -d /usr/share/gocode/src/golang.org/x/mod ] || want golang-go golang-golang-x-mod-dev
exit 0
