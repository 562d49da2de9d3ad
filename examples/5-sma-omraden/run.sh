#!/bin/sh
# Kör från projektets rot: SVAR är mappen för svaren, SAMSYN_REFERENCE mappen med de öppna filerna.
set -eu
export SAMSYN_REFERENCE="${SAMSYN_REFERENCE:-../shared/data}" SVAR="$1" PATH="$PWD/.venv/bin:$PATH"
samsyn() { command "${SAMSYN:-samsyn}" "$@"; }
mkdir -p "$SVAR"

python examples/5-sma-omraden/prepare.py tables "$SAMSYN_REFERENCE" "$SVAR"
samsyn analyse eb "$SVAR/leeds-2016.csv" --area grannskap --count inbrott --population delar --per 1 \
  --chart "$SVAR/utjamnat.svg" --json > "$SVAR/utjamnat.json"
python examples/5-sma-omraden/prepare.py truth "$SAMSYN_REFERENCE" "$SVAR"
