"""Single incidents in force, for one who may see rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from samsyn.evidence.models import DataImport, DatasetKind, ImportState
from samsyn.evidence.store import figures
from samsyn.places.models import City, Division

if TYPE_CHECKING:
    import pyarrow as pa

# A month and kind that a newer import of the same dataset holds too is taken from the newer one only.
_INCIDENTS = """
WITH rows AS (
  SELECT p.incident, p.category, p."start", p."end", p.precision, p.lon, p.lat, p."{column}" AS area, p."row",
         f.import_id, f.rank, f.dataset, date_trunc('month', p."start") AS month
  FROM read_parquet($files, filename = true, union_by_name = true) p JOIN ranks f ON f.file = p.filename
  WHERE p."start" >= $start AND p."start" < $end AND ($all OR list_contains($categories, p.category))
)
SELECT import_id, "row", incident, category, "start", "end", precision, lon, lat, CAST(area AS VARCHAR) AS area
FROM rows QUALIFY rank = max(rank) OVER (PARTITION BY dataset, category, month)
ORDER BY "start", import_id, "row"
"""


def incidents(
    city: City,
    *,
    division: Division,
    start: date,
    end: date,
    categories: Sequence[str] | None = None,
) -> pa.Table:
    """Return the incidents in force with start <= time < end.

    categories  as the files word them; None for all

    Columns: import_id, row, incident, category, start, end, precision, lon, lat, area (Area.key in the division, null
    outside or when the division came after the import). Feeds are left out: they name no place.
    """
    import pyarrow as pa

    from samsyn.engine.reading import ask

    rows = DataImport.objects.filter(city=city, state=ImportState.IN_FORCE).exclude(incidents_checksum="")
    rows = rows.exclude(dataset__kind=DatasetKind.FEED).order_by("finished_at", "pk")
    held = list(rows.values_list("pk", "dataset", "incidents_checksum"))
    column = f"area:{division.slug}"
    if not held:
        return _empty()
    store = figures()
    names = [str(store.path(checksum)) for _pk, _dataset, checksum in held]
    ranks = pa.table(
        {
            "file": names,
            "rank": pa.array(range(len(held)), pa.int64()),
            "import_id": pa.array([one[0] for one in held], pa.int64()),
            "dataset": pa.array([one[1] for one in held], pa.int64()),
        }
    )
    parameters = {
        "files": names,
        "start": start,
        "end": end,
        "all": categories is None,
        "categories": list(categories or [""]),
    }
    sql = _INCIDENTS.format(column=column)
    if not _has_column(names, column):
        sql = sql.replace(f'p."{column}"', "NULL")
    return ask(sql, parameters, ranks=ranks)


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
