#!/bin/sh
# Kör från projektets rot: SVAR är mappen för svaren, SAMSYN_REFERENCE mappen med de öppna filerna.
set -eu
export SAMSYN_REFERENCE="${SAMSYN_REFERENCE:-../shared/data}" SVAR="$1" PATH="$PWD/.venv/bin:$PATH"
samsyn() { command "${SAMSYN:-samsyn}" "$@"; }
mkdir -p "$SVAR"

python examples/2-var-och-nar/prepare.py "$SAMSYN_REFERENCE" "$SVAR"
samsyn analyse aoristic "$SVAR/bronx.csv" --start date_start --end date_end --zone America/New_York \
  --chart "$SVAR/timmar.svg" --json > "$SVAR/timmar.json"
samsyn analyse concentration "$SVAR/bronx.csv" --x longitude --y latitude --project EPSG:32618 --cell 250 --permutations 99 \
  --json > "$SVAR/samlat.json"
samsyn analyse gistar "$SVAR/bronx.csv" --x longitude --y latitude --project EPSG:32618 --cell 500 \
  --chart "$SVAR/heta.svg" --json > "$SVAR/heta.json"
samsyn analyse knox "$SVAR/bronx.csv" --x longitude --y latitude --project EPSG:32618 --time date_single \
  --distances 250,1000 --days 2,14 --permutations 199 --json > "$SVAR/knox-mitten.json"
samsyn analyse knox "$SVAR/bronx-dygn.csv" --x longitude --y latitude --project EPSG:32618 --time date_single \
  --distances 250,1000 --days 2,14 --permutations 199 --chart "$SVAR/knox.svg" --json > "$SVAR/knox.json"
