"""A million seeded incidents in Exempelstaden, as a file and as an import."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

CATEGORIES = [
    "stold", "skadegorelse", "vald_utomhus", "narkotika", "bostadsinbrott", "fordonsbrott", "ran", "hot", "brand_anlagd",
    "ordningsstorning",
]  # fmt: skip


def write_csv(path: Path, *, rows: int, bounds: tuple[float, float, float, float], seed: int = 7) -> None:
    """Write rows of id, time, category, x, y (EPSG:3006) inside bounds (west, south, east, north in metres)."""
    rng = np.random.default_rng(seed)
    start = np.datetime64("2018-01-01T00:00:00")
    with path.open("w", encoding="utf-8") as handle:
        handle.write("id,tidpunkt,kategori,x,y\n")
        for first in range(0, rows, 200_000):
            size = min(200_000, rows - first)
            when = (start + rng.integers(0, 8 * 365 * 86400, size).astype("timedelta64[s]")).astype(
                "datetime64[m]"
            )
            names = np.array(CATEGORIES)[rng.integers(0, len(CATEGORIES), size)]
            x = rng.uniform(bounds[0], bounds[2], size).round(1)
            y = rng.uniform(bounds[1], bounds[3], size).round(1)
            text = np.char.replace(when.astype(str), "T", " ")
            lines = [f"{first + i},{text[i]},{names[i]},{x[i]},{y[i]}\n" for i in range(size)]
            handle.writelines(lines)


def example_bounds() -> tuple[float, float, float, float]:
    """Return the box of Exempelstaden in EPSG:3006."""
    from pyproj import Transformer

    from samsyn.places.models import Area, AreaKind

    area = Area.objects.get(division__kind=AreaKind.MUNICIPALITY, division__city__slug="exempelstaden")
    to = Transformer.from_crs("EPSG:4326", "EPSG:3006", always_xy=True)
    west, south = to.transform(area.west, area.south)
    east, north = to.transform(area.east, area.north)
    return west, south, east, north


def options() -> dict[str, str]:
    return {
        "incident": "id",
        "start": "tidpunkt",
        "category": "kategori",
        "x": "x",
        "y": "y",
        "crs": "EPSG:3006",
    }


def receive(path: Path):
    """Receive and choose the file as an import of its own dataset in Exempelstaden; return it, not yet run."""
    from samsyn.evidence import services
    from samsyn.people.models import Member
    from samsyn.places.models import City

    city = City.objects.get(slug="exempelstaden")
    cilla = Member.objects.get(email__startswith="cilla@")
    dataset = services.add_dataset(
        city=city, source_name="Samsyns mätning", name="En miljon händelser", kind="incidents", reader="incidents",
        licence="CC0", attribution="Samsyn", is_example=True, by=cilla,
    )  # fmt: skip
    with path.open("rb") as handle:
        data_import = services.receive_file(city=city, upload=handle, file_name=path.name, by=cilla)
    services.choose(
        data_import=data_import,
        dataset=dataset,
        reader="incidents",
        options=options(),
        division=None,
        by=cilla,
    )
    return data_import


def import_million(rows: int = 1_000_000) -> None:
    """Put a million incidents in store."""
    from samsyn.evidence import services

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "miljon.csv"
        write_csv(path, rows=rows, bounds=example_bounds())
        data_import = receive(path)
    services.confirm_and_run(data_import=data_import, by=None)
    if data_import.state != "in-force":
        raise RuntimeError(f"the import ended as {data_import.state}: {data_import.message}")
