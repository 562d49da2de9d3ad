#!/bin/sh
# Kör från projektets rot: SVAR är mappen för svaren, SAMSYN_REFERENCE mappen med de öppna filerna.
set -eu
export SAMSYN_REFERENCE="${SAMSYN_REFERENCE:-../shared/data}" SVAR="$1" PATH="$PWD/.venv/bin:$PATH"
samsyn() { command "${SAMSYN:-samsyn}" "$@"; }
mkdir -p "$SVAR"

python examples/1-fler-eller-farre/prepare.py "$SAMSYN_REFERENCE" "$SVAR"
samsyn analyse trend "$SVAR/grupper.csv" --time ar --count antal --by brottsgrupp \
  --chart "$SVAR/trend.svg" --json > "$SVAR/trend.json"
samsyn analyse alarm "$SAMSYN_REFERENCE/statistik/bra_anmalda_brott_kvartal.csv" --time kvartal --count antal --by kommun \
  --json > "$SVAR/larm.json"
samsyn analyse etest --first 4422 --second 2382 --first-exposure 604616 --second-exposure 613278 --dispersion 100 \
  --json > "$SVAR/etest.json"
samsyn analyse smr "$SVAR/omraden.csv" --area omrade --count antal --population folkmangd \
  --chart "$SVAR/smr.svg" --json > "$SVAR/smr.json"
