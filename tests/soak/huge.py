"""Reads one huge file in, alone in its process: `python -m tests.soak.huge incidents|population ROWS`.

SAMSYN_DATA must be empty. Prints one line of JSON: what came of it, the seconds, and the most memory used (MiB).
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import numpy as np

NORR, SODER = 57.515, 57.505  # latitudes in the two halves of the small city
CHUNK = 500_000


def main(kind: str, rows: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.small_city import build_city

    build_city()
    path = Path(os.environ["SAMSYN_DATA"]) / f"{kind}.csv"
    {"incidents": write_incidents, "population": write_population}[kind](path, rows)
    began = time.perf_counter()
    found = read_in(path, kind)
    found["seconds"] = round(time.perf_counter() - began, 1)
    found["megabytes"] = path.stat().st_size >> 20
    found["peak"] = _peak_mib()
    print(json.dumps(found))


def _peak_mib() -> int:
    status = Path("/proc/self/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) >> 10


def write_incidents(path: Path, rows: int) -> None:
    """Rows whose area, kind and month follow from their number, so that every count is known."""
    with path.open("wb") as file:
        file.write(b"datum,typ,longitud,latitud\n")
        for first in range(0, rows, CHUNK):
            n = np.arange(first, min(first + CHUNK, rows))
            minutes = np.datetime64("2020-01-01T00:00") + (n * 7919 % (6 * 365 * 1440)).astype(
                "timedelta64[m]"
            )
            kind = np.array(["stold", "ran", "skadegorelse", "hot"])[n % 4]
            lon = np.char.mod("%.6f", 12.0001 + (n * 6151 % 29_801) / 1e6)
            lat = np.where(n % 3 == 0, str(SODER), str(NORR))
            file.write(_lines(np.char.replace(minutes.astype(str), "T", " "), kind, lon, lat))


def write_population(path: Path, rows: int) -> None:
    """Rows of the form of population: every one a year and an area that no other row has."""
    with path.open("wb") as file:
        file.write(b"ar,omrade,folkmangd\n")
        for first in range(0, rows, CHUNK):
            n = np.arange(first, min(first + CHUNK, rows))
            years = (1900 + n % 120).astype(str)
            areas = np.char.add("Ruta ", (n // 120).astype(str))
            file.write(_lines(years, areas, (n % 5_000).astype(str)))


def _lines(*columns: np.ndarray) -> bytes:
    joined = columns[0]
    for column in columns[1:]:
        joined = np.char.add(np.char.add(joined, ","), column)
    return ("\n".join(joined.tolist()) + "\n").encode()


def read_in(path: Path, kind: str) -> dict:
    from samsyn.evidence import services
    from samsyn.evidence.models import Dataset, DatasetKind
    from samsyn.places.models import City

    city = City.objects.get()
    reader, slag = (
        ("incidents", DatasetKind.INCIDENTS)
        if kind == "incidents"
        else ("population", DatasetKind.OBSERVATIONS)
    )
    dataset = services.add_dataset(
        city=city, source_name="Prov", name=kind, kind=slag, reader=reader, licence="CC0", attribution="Prov", by=None
    )  # fmt: skip
    with path.open("rb") as file:
        row = services.receive_file(city=city, upload=file, file_name=path.name, by=None)
    options = dict(services.preview(row, reader).options)
    services.choose(data_import=row, dataset=dataset, reader=reader, options=options, division=None, by=None)
    services.confirm_and_run(data_import=row, by=None)
    Dataset.objects.update(shared="whole")  # figures are counted as both see them
    return {
        "state": row.state,
        "message": row.message,
        "taken": row.rows_taken,
        "refused": row.rows_refused,
        "outside": row.rows_outside,
        "contents": row.contents.count(),
        **(_counts() if kind == "incidents" and row.state == "in-force" else {}),
    }


def _counts() -> dict:
    from samsyn.evidence import queries
    from samsyn.places.models import Area

    sums = {}
    for name in ("norr", "soder"):
        area = Area.objects.get(key=f"exempelstaden/stadsomraden/{name}")
        sums[name] = int(sum(row.value for row in queries.series("incidents", area, grain="month")))
    return sums


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
