"""Where one figure came from: source, file, row or query, date and checksum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from samsyn.evidence.metrics import INCIDENTS, Metric
from samsyn.evidence.metrics import metric as metric_of
from samsyn.evidence.models import DataImport, Dataset, Source
from samsyn.evidence.queries.catalogue import catalogue, kept
from samsyn.evidence.queries.observations import Observation, table
from samsyn.evidence.store import figures
from samsyn.evidence.trees import tree
from samsyn.places.models import Area, Division

_MOST_PIECES = 400


@dataclass(frozen=True)
class Piece:
    """One stored figure that a figure is made of."""

    metric: str
    area: str
    area_name: str
    start: date
    end: date
    value: float | None
    state: str
    row: int | None
    import_id: int


@dataclass(frozen=True)
class Origin:
    """Everything that the page of origin shows.

    observation  the figure as it is in force, or as the import holds it; None when the import has none
    is_in_force  whether the figure shown is the one that holds now
    row          line in the file, None for a figure counted or added up
    pieces       for a figure counted or added up: the stored figures behind it, at most 400
    pieces_total how many there are
    query        in words of SQL, how the figure was made from the stored ones; "" for a figure straight from a row
    """

    data_import: DataImport
    dataset: Dataset | None
    source: Source | None
    metric: Metric
    area: Area
    observation: Observation | None
    is_in_force: bool
    row: int | None
    pieces: tuple[Piece, ...]
    pieces_total: int
    query: str

    @property
    def file_name(self) -> str:
        return self.data_import.file_name

    @property
    def checksum(self) -> str:
        return self.data_import.file_checksum

    @property
    def figures_checksum(self) -> str:
        return self.data_import.figures_checksum

    @property
    def method(self) -> str:
        return self.dataset.method if self.dataset else ""

    @property
    def licence(self) -> str:
        return self.dataset.licence if self.dataset else ""

    @property
    def is_counted(self) -> bool:
        """Whether the figure was counted from the rows of incidents."""
        return bool(self.data_import.incidents_checksum) and self.row is None


def origin_url(observation: Observation) -> str:
    """Return the page that leads from a figure to its source."""
    query = urlencode({"m": observation.metric, "a": observation.area, "d": observation.start.isoformat()})
    return f"{reverse('evidence:origin', args=[observation.import_id])}?{query}"


def origin(
    data_import: DataImport | int, metric: str, area_key: str, start: date, end: date | None = None
) -> Origin:
    """Return where a figure came from. Raises DataImport.DoesNotExist or Area.DoesNotExist.

    end  tells a year from its first quarter; without it the longest period from `start` is meant
    """
    pk = data_import if isinstance(data_import, int) else data_import.pk
    row = DataImport.objects.select_related("dataset__source", "city", "division", "received_by").get(pk=pk)
    area = (
        Area.objects.defer("geometry")
        .select_related("division")
        .get(key=area_key, division__city=row.city_id)
    )
    current = _in_force(metric, area, start, end)
    if current is not None and (current.import_id == pk or current.parts > 1 or current.row is None):
        shown: Observation | None = current
        pieces, total = _pieces(current, area)
    else:
        shown, pieces, total = _stored(row, metric, area, start, end), (), 0
    straight = shown is not None and shown.row is not None
    return Origin(
        data_import=row,
        dataset=row.dataset,
        source=row.dataset.source if row.dataset else None,
        metric=metric_of(metric),
        area=area,
        observation=shown,
        is_in_force=shown is not None and shown == current,
        row=shown.row if shown else None,
        pieces=() if straight else pieces,
        pieces_total=0 if straight else total,
        query="" if shown is None or straight else _words(shown),
    )


def _in_force(metric: str, area: Area, start: date, end: date | None) -> Observation | None:
    for grain in ("year", "quarter", "month", "other"):
        for row in table([metric], [area], grain)[metric, area.key]:
            if row.start == start and (end is None or row.end == end):
                return row
    return None


_PIECES = """
SELECT p.metric, p.area, p.period_start AS "start", p.period_end AS "end", p.value, p.state, p.row, f.import_id
FROM read_parquet($files, filename = true) p JOIN ranks f ON f.file = p.filename
WHERE p.area IN (SELECT area FROM wanted) AND p.period_start >= $start AND p.period_end <= $end
  AND (p.metric = $metric OR ($metric = 'incidents' AND starts_with(p.metric, 'incidents.')))
QUALIFY row_number() OVER (
  PARTITION BY p.metric, p.area, p.period_start, p.period_end ORDER BY p.state = 'preliminary', f.rank DESC) = 1
ORDER BY p.area, p.period_start, p.metric
"""


def _pieces(shown: Observation, area: Area) -> tuple[tuple[Piece, ...], int]:
    """Return the stored figures behind one that was counted or added up."""
    held, whole = catalogue(area.division.city_id), tree(area.division.city_id)
    key = ("pieces", held.version, whole.version, shown.metric, area.key, shown.start, shown.end, shown.parts)
    return kept(key, lambda: _ask_pieces(held, whole, shown, area))


def _ask_pieces(held: Any, whole: Any, shown: Observation, area: Area) -> tuple[tuple[Piece, ...], int]:
    import pyarrow as pa

    from samsyn.engine.reading import ask, ranks_table

    files = {path: one.pk for path, one in held.files([shown.metric]).items()}
    if not files:
        return (), 0
    node = whole.by_key[area.key]
    keys = [area.key]
    if shown.parts > 1:
        covers = (whole.cover(node.pk, division) for division in held.divisions([shown.metric]))
        cover = next((one for one in covers if len(one) == shown.parts), ())
        keys = [whole.nodes[pk].key for pk in cover]
    parameters = {
        "files": [str(path) for path in files],
        "metric": shown.metric,
        "start": shown.start,
        "end": shown.end,
    }
    rows = ask(
        _PIECES, parameters, ranks=ranks_table(files), wanted=pa.table({"area": pa.array(keys, pa.string())})
    )
    found = rows.slice(0, _MOST_PIECES).to_pylist()
    pieces = tuple(Piece(area_name=whole.by_key[one["area"]].name, **one) for one in found)
    return pieces, rows.num_rows


def _stored(row: DataImport, metric: str, area: Area, start: date, end: date | None) -> Observation | None:
    """Return the figure as an import that is not in force (any more) holds it."""
    if not row.figures_checksum:
        return None
    from samsyn.engine.reading import select

    found = select({figures().path(row.figures_checksum): row.pk}, [metric], [area.key]).to_pylist()
    found = [
        one for one in found if one["period_start"] == start and (end is None or one["period_end"] == end)
    ]
    if not found:
        return None
    one = max(found, key=lambda entry: entry["period_end"])
    return Observation(
        metric=metric,
        area=area.key,
        area_name=area.name,
        start=one["period_start"],
        end=one["period_end"],
        **{name: one[name] for name in ("value", "state", "base", "low", "high", "row")},
        import_id=row.pk,
    )


def _words(shown: Observation) -> str:
    """Return the query that made the figure, to be read by people."""
    kind = f"metric LIKE '{INCIDENTS}.%'" if shown.metric == INCIDENTS else f"metric = '{shown.metric}'"
    where = (
        f"area IN ({shown.parts} delområden till '{shown.area}')"
        if shown.parts > 1
        else f"area = '{shown.area}'"
    )
    return (  # read by people, never run
        f"SELECT sum(value) FROM figures WHERE {kind} AND {where} "  # noqa: S608 - read by people, never run  # nosec B608
        f"AND period_start >= '{shown.start}' AND period_end <= '{shown.end}'"
    )


def divisions_used(data_import: DataImport) -> list[Division]:
    """Return the divisions that an import has figures for."""
    return list(Division.objects.filter(pk__in=data_import.contents.values("division")))
