"""The seeded city on disk, made once for all rows of one run; read by both sides, so this file knows numpy and pyarrow only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import city

Array = NDArray[Any]
PART = 20_000  # events of the peers that look at each event by itself
CELL = 100.0


def write(folder: Path, rows: int) -> None:
    """Write incidents as columns and as Parquet, areas, and the answers of a survey."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    import shapely

    from samsyn.analysis.locate import locate

    folder.mkdir(parents=True, exist_ok=True)
    polygons, columns = city.areas(), city.incidents(rows)
    np.save(folder / "areas.npy", shapely.to_wkb(polygons), allow_pickle=True)
    columns["area"] = locate(columns["x"], columns["y"], list(polygons))
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column)
    moments = {name: pa.array(columns[name], pa.timestamp("s")) for name in ("start", "end")}
    table = pa.table({**{name: pa.array(columns[name]) for name in ("x", "y", "category")}, **moments})
    pq.write_table(table, folder / "incidents.parquet", compression="zstd", row_group_size=131_072)
    area, weight, answers = city.answers()
    header = ",".join(["area", "weight", *(f"q{one}" for one in range(20))])
    form = ["%d", "%.17g", *["%d"] * 20]
    np.savetxt(
        folder / "answers.csv",
        np.column_stack([area, weight, answers]),
        form,
        ",",
        header=header,
        comments="",
    )


def columns(folder: Path, *names: str) -> list[Array]:
    return [np.load(folder / f"{name}.npy") for name in names]


def polygons(folder: Path) -> Any:
    import shapely

    return shapely.from_wkb(np.load(folder / "areas.npy", allow_pickle=True))


def months(start: Array) -> Array:
    """Return the month of seconds since 1970, counted from the city's first: by way of days, which are few."""
    first = int(city.START.astype("datetime64[D]").astype(np.int64))
    days = np.arange(first, first + city.DAYS + 1).astype("datetime64[D]")
    of_day = (days.astype("datetime64[M]").astype(np.int64) - 46 * 12).astype(np.int16)
    return np.asarray(of_day[start // 86_400 - first])


def series(folder: Path, many: int = 3_000) -> Array:
    """Return monthly counts of so many area × category, each with events in every calendar month."""
    area, category, start = columns(folder, "area", "category", "start")
    place = (area.astype(np.int64) * city.CATEGORIES + category) * city.MONTHS + months(start)
    size = city.AREAS * city.CATEGORIES * city.MONTHS
    table = np.bincount(place[area >= 0], minlength=size).reshape(-1, city.MONTHS)
    whole = table.reshape(-1, 10, 12).sum(axis=1).min(axis=1) > 0
    return np.asarray(table[whole][:many])


def trend_design() -> Array:
    """Return columns: one, years, eleven calendar months."""
    t = np.arange(city.MONTHS)
    calendar = (t[:, None] % 12 == np.arange(1, 12)).astype(float)
    return np.column_stack([np.ones(city.MONTHS), (t - 59.5) / 12, calendar])


def its_design() -> Array:
    """Return columns: one, intervention from month 84 on, years, the slope that is new, eleven calendar months."""
    t = np.arange(city.MONTHS)
    calendar = (t[:, None] % 12 == np.arange(1, 12)).astype(float)
    parts = [np.ones(city.MONTHS), (t >= 84).astype(float), t / 12, np.maximum(t - 84, 0) / 12, calendar]
    return np.column_stack(parts)


def cells(folder: Path) -> Array:
    """Return the counts of the largest category in squares of 100 m."""
    x, y, category = columns(folder, "x", "y", "category")
    chosen, side = category == 0, int(city.SIDE / CELL)
    across = ((x[chosen] - city.WEST) / CELL).astype(np.int64)
    up = ((y[chosen] - city.SOUTH) / CELL).astype(np.int64)
    return np.bincount(up * side + across, minlength=side * side).reshape(side, side)


def sample(folder: Path, many: int = PART) -> tuple[Array, Array, Array]:
    """Return x, y and whole days of so many incidents."""
    x, y, start = columns(folder, "x", "y", "start")
    chosen = np.random.default_rng(5).choice(len(x), many, replace=False)
    return x[chosen], y[chosen], start[chosen] // 86_400


def donors() -> Array:
    """Return counts of one treated area and the 280 untreated, in 120 months, the first 84 before the start."""
    table, treated = city.panel()
    return np.vstack([table[:1], table[treated:]]).astype(np.float64)
