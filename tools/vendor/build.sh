#!/bin/sh
# Builds what lies in static/vendor. Needs Node.js 20 or newer; running Azbuka does not.
set -eu
cd "$(dirname "$0")"
npm ci --ignore-scripts --no-audit --no-fund
node build.mjs
