"""Single incidents in force, for one who may see rows.

Of a dataset that is released by area nothing is here; of one with its places what its map needs, but no rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from samsyn.evidence.access import reaches
from samsyn.evidence.models import DatasetKind, DatasetScope
from samsyn.evidence.queries.catalogue import Held, catalogue, kept
from samsyn.evidence.store import figures
from samsyn.places.models import Area, City, Division

if TYPE_CHECKING:
    import pyarrow as pa

# A month and kind that a newer import of the same dataset holds too is taken from the newer one only, wherever in the
# city it lies. Which import that is, is counted first: a million rows are many, their months and kinds are few.
_ROWS = """
WITH rows AS (
  SELECT p.*, f.import_id, f.rank, f.dataset, date_trunc('month', p."start") AS month
  FROM read_parquet($files, filename = true, union_by_name = true) p JOIN ranks f ON f.file = p.filename
  WHERE p."start" >= $start AND p."start" < $end
),
counted AS (
  SELECT dataset, category, month, rank, count(*) AS many, count(lon) AS placed, min(lon) AS west, max(lon) AS east,
         min(lat) AS south, max(lat) AS north
  FROM rows GROUP BY ALL
),
newest AS (SELECT * FROM counted QUALIFY rank = max(rank) OVER (PARTITION BY dataset, category, month))
"""
_INCIDENTS = (
    _ROWS  # constants with our own column names; values are parameters  # nosec B608
    + """
SELECT r.import_id, r."row", r.incident, r.category, r."start", r."end", r.precision, r.lon, r.lat, {area} AS area
FROM rows r {newest}
WHERE ($all OR list_contains($categories, r.category)) AND ($area IS NULL OR {area} = $area)
  AND (NOT $placed OR r.lon IS NOT NULL)
ORDER BY r."start" DESC, r.import_id DESC, r."row" DESC {most}
"""
)
_NEWEST_ONLY = "SEMI JOIN newest USING (dataset, category, month, rank)"
_MONTHS = (
    _ROWS  # constants with our own column names; values are parameters  # nosec B608
    + """
SELECT category, month(month) AS month, sum(many)::BIGINT AS many, sum(placed)::BIGINT AS placed, min(west) AS west,
       min(south) AS south, max(east) AS east, max(north) AS north
FROM newest GROUP BY category, month(month) ORDER BY ALL
"""
)


def incidents(
    city: City,
    *,
    division: Division,
    start: date,
    end: date,
    categories: Sequence[str] | None = None,
    area: Area | str | None = None,
    only_placed: bool = False,
    most: int | None = None,
    least: str = DatasetScope.WHOLE,
) -> pa.Table:
    """Return the incidents in force with start <= time < end, oldest first.

    categories   as the files word them; None for all
    area         only those of this area of the division
    only_placed  only those with coordinates
    most         only the latest so many
    least        of datasets that the audience sees at least so much of; `without_rows` names those of less than all

    Columns: import_id, row, incident, category, start, end, precision, lon, lat, area (Area.key in the division, null
    outside or when the division came after the import). Feeds are left out: they name no place.
    """
    held = _held(city, least)
    if not held:
        return _empty()
    column = f"area:{division.slug}"
    files = _files(held)
    has_column = kept(("incident-column", column, *files), lambda: _has_column(list(files), column))
    sql = _INCIDENTS.format(
        area=f'CAST(r."{column}" AS VARCHAR)' if has_column else "CAST(NULL AS VARCHAR)",
        newest=_NEWEST_ONLY if _may_overlap(held) else "",
        most="LIMIT $most" if most is not None else "",
    )
    parameters: dict[str, Any] = {
        "all": categories is None,
        "categories": list(categories or [""]),
        "area": area.key if isinstance(area, Area) else area,
        "placed": only_placed,
        **({"most": most} if most is not None else {}),
    }
    table = _ask(sql, held, start, end, parameters)
    return table.take(list(range(table.num_rows - 1, -1, -1))) if table.num_rows else table


@dataclass(frozen=True)
class IncidentYear:
    """How many incidents there are of each category and month of a year, and where they lie.

    rows    (category, twelve counts), the most common first
    bounds  west, south, east, north of those with coordinates; None without any
    """

    rows: tuple[tuple[str, tuple[int, ...]], ...]
    total: int
    unplaced: int
    bounds: tuple[float, float, float, float] | None


def incident_year(city: City, year: int) -> IncidentYear:
    """Return the incidents of a year counted per category and month. Answered from memory when asked before."""
    held = _held(city, DatasetScope.PLACES)
    if not held:
        return IncidentYear((), 0, 0, None)
    key = ("incident-year", catalogue(city.pk).version, tuple(one.pk for one in held), year)
    return kept(key, lambda: _count_year(held, year), rows=lambda made: 12 * len(made.rows))


def _count_year(held: list[Held], year: int) -> IncidentYear:
    lines = _ask(_MONTHS, held, date(year, 1, 1), date(year + 1, 1, 1), {}).to_pylist()
    counts: dict[str, list[int]] = {}
    for line in lines:
        counts.setdefault(line["category"], [0] * 12)[line["month"] - 1] = line["many"]
    total = sum(line["many"] for line in lines)
    placed = [line for line in lines if line["placed"]]
    bounds = None
    if placed:
        west, south = (min(line[name] for line in placed) for name in ("west", "south"))
        east, north = (max(line[name] for line in placed) for name in ("east", "north"))
        bounds = (west, south, east, north)
    rows = sorted(counts.items(), key=lambda pair: (-sum(pair[1]), pair[0]))
    unplaced = total - sum(line["placed"] for line in lines)
    return IncidentYear(tuple((name, tuple(months)) for name, months in rows), total, unplaced, bounds)


def without_rows(city: City) -> frozenset[int]:
    """Return the imports whose places are seen but whose rows are not."""
    held = _held(city, DatasetScope.PLACES)
    return frozenset(one.pk for one in held if not reaches(one.scope, DatasetScope.WHOLE))


def _held(city: City, least: str) -> list[Held]:
    """Return the imports in force that hold incidents and that the audience sees so much of, oldest first."""
    return [
        one
        for one in catalogue(city.pk).imports
        if one.incidents_checksum and one.dataset_kind != DatasetKind.FEED and reaches(one.scope, least)
    ]


def _files(held: Sequence[Held]) -> tuple[str, ...]:
    store = figures()
    return tuple(str(store.path(one.incidents_checksum)) for one in held)


def _may_overlap(held: Sequence[Held]) -> bool:
    """Whether two imports are of one dataset: else every row holds."""
    return len({one.dataset for one in held}) < len(held)


def _ask(sql: str, held: Sequence[Held], start: date, end: date, parameters: dict[str, Any]) -> pa.Table:
    import pyarrow as pa

    from samsyn.engine.reading import ask

    files = _files(held)
    ranks = pa.table(
        {
            "file": list(files),
            "rank": pa.array(range(len(held)), pa.int64()),
            "import_id": pa.array([one.pk for one in held], pa.int64()),
            "dataset": pa.array([one.dataset for one in held], pa.int64()),
        }
    )
    return ask(sql, {"files": list(files), "start": start, "end": end, **parameters}, ranks=ranks)


def _has_column(names: Sequence[str], column: str) -> bool:
    import pyarrow.parquet as pq

    return any(column in pq.read_schema(name).names for name in names)


def _empty() -> pa.Table:
    import pyarrow as pa

    text, whole = pa.string(), pa.int64()
    moment, real = pa.timestamp("s"), pa.float64()
    return pa.schema(
        [
            ("import_id", whole),
            ("row", whole),
            ("incident", text),
            ("category", text),
            ("start", moment),
            ("end", moment),
            ("precision", text),
            ("lon", real),
            ("lat", real),
            ("area", text),
        ]
    ).empty_table()
