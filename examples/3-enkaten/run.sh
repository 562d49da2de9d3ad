#!/bin/sh
# Kör från projektets rot: SVAR är mappen för svaren, SAMSYN_REFERENCE mappen med de öppna filerna.
set -eu
export SAMSYN_REFERENCE="${SAMSYN_REFERENCE:-../shared/data}" SVAR="$1" PATH="$PWD/.venv/bin:$PATH"
samsyn() { command "${SAMSYN:-samsyn}" "$@"; }
mkdir -p "$SVAR"

python examples/3-enkaten/prepare.py waves "$SAMSYN_REFERENCE" "$SVAR"
samsyn analyse survey "$SAMSYN_REFERENCE/undersokning/apistrat.csv" --variable sch.wide --value Yes --by stype \
  --weight pw --strata stype --fpc fpc --json > "$SVAR/andel.json"
samsyn analyse survey-change "$SVAR/omgangar.csv" --wave omgang --variable resultat --mean --respondent skola --by slag \
  --weight pw --strata slag --fpc fpc --chart "$SVAR/andring.svg" --json > "$SVAR/andring.json"
samsyn analyse survey "$SAMSYN_REFERENCE/undersokning/apistrat.csv" --variable api00 --mean --by cname --hide-under 5 \
  --weight pw --strata stype --fpc fpc --json > "$SVAR/per-lan.json"
python examples/3-enkaten/prepare.py counties "$SAMSYN_REFERENCE" "$SVAR"
samsyn analyse fayherriot "$SVAR/lan.csv" --estimate resultat --se medelfel --area lan --covariates bidrag \
  --base skolor --hide-under 5 --mark-under 30 --chart "$SVAR/utjamnat.svg" --json > "$SVAR/utjamnat.json"
python examples/3-enkaten/prepare.py truth "$SAMSYN_REFERENCE" "$SVAR"
