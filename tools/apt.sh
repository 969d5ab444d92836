#!/bin/sh
# Installs the named Debian packages when run as root; the list of packages is fetched once an hour at most.
set -e
export DEBIAN_FRONTEND=noninteractive
if [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*Packages*' -mmin -60 2>/dev/null | head -n 1)" ]; then
    apt-get update -qq >&2
fi
exec apt-get install -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 "$@" >&2
