#!/bin/sh
# Kör från projektets rot: SVAR är mappen för svaren, SAMSYN_REFERENCE mappen med de öppna filerna.
set -eu
export SAMSYN_REFERENCE="${SAMSYN_REFERENCE:-../shared/data}" SVAR="$1" PATH="$PWD/.venv/bin:$PATH"
samsyn() { command "${SAMSYN:-samsyn}" "$@"; }
mkdir -p "$SVAR"

samsyn analyse its "$SAMSYN_REFERENCE/utvardering/sicily.csv" --count aces --time time --intervention smokban \
  --exposure stdpop --month month --family quasipoisson --chart "$SVAR/its.svg" --json > "$SVAR/its.json"
samsyn analyse did "$SAMSYN_REFERENCE/utvardering/california_prop99.csv" --outcome PacksPerCapita --unit State --time Year \
  --treated treated --chart "$SVAR/did.svg" --json > "$SVAR/did.json"
samsyn analyse synth "$SAMSYN_REFERENCE/utvardering/california_prop99.csv" --outcome PacksPerCapita --unit State --time Year \
  --treated-unit California --start 1989 --placebo --chart "$SVAR/synth.svg" --json > "$SVAR/synth.json"
