#!/bin/sh
# Prints the newest usable Python (3.11 or later): $PYTHON when given, else the first that answers.
# Each is started to see, because version managers leave names on the PATH that only print an error.
for name in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        command -v "$name"
        exit 0
    fi
done
echo "No Python 3.11 or later found (looked for: ${PYTHON:-python3.13 python3.12 python3.11 python3})." >&2
echo "Install one (Debian, Ubuntu: apt-get install python3 python3-venv), or say where: make setup PYTHON=/path/to/python3" >&2
exit 1
