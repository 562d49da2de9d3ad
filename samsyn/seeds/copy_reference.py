"""Copies the open data of Göteborg into `seeds/data`, the same bytes each time: `python -m samsyn.seeds.copy_reference FOLDER`.

FOLDER is the folder of reference files (`SAMSYN_REFERENCE`). What each file is, who made it and under which licence stands in
`data/goteborg/SOURCES.toml`. Files are copied unaltered, large ones gzipped; only the police events are a selection.
"""

from __future__ import annotations

import csv
import gzip
import shutil
import sys
from pathlib import Path

TARGET = Path(__file__).parent / "data" / "goteborg"
GZIPPED = (
    "geo/goteborg_primaromraden.geojson",
    "geo/goteborg_mellanomraden.geojson",
    "geo/goteborg_stadsomraden_2021.geojson",
    "geo/goteborg_stadsdelar_2011_2020.geojson",
)
COPIED = (
    "geo/goteborg_basomraden.geojson.gz",
    "geo/goteborg_omradesnyckel.csv",
    "statistik/bra_anmalda_brott_ar.csv",
    "statistik/bra_anmalda_brott_kvartal.csv",
    "statistik/bra_anmalda_brott_stadsomraden.csv",
    "statistik/folkmangd.csv",
    "lagesbild/trygghet_mellanomraden.csv",
)
EVENTS = "polis/polisen_handelser_2023-03_2025-06.csv.gz"
EVENT_ROWS = 200
EVENT_COLUMNS = ("id", "datetime", "name", "type", "location_name", "location_gps")


def copy_all(reference: Path, target: Path = TARGET) -> None:
    """Copy every file; running it again gives the same bytes."""
    target.mkdir(parents=True, exist_ok=True)
    for name in GZIPPED:
        data = (reference / name).read_bytes()
        (target / f"{Path(name).name}.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    for name in COPIED:
        shutil.copyfile(reference / name, target / Path(name).name)
    copy_events(reference / EVENTS, target / "polisens_handelser_urval.csv")


def copy_events(source: Path, target: Path) -> None:
    """Keep the newest 200 events placed in Göteborg, without summary and address: those may speak of persons."""
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["location_name"] == "Göteborg"]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, EVENT_COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[-EVENT_ROWS:])


if __name__ == "__main__":
    copy_all(Path(sys.argv[1]))
