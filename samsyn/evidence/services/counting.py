"""Incidents counted per area, kind and month, with the zeros that belong there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop

from samsyn.evidence.metrics import category_metric
from samsyn.sources.contract import ValueState

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from samsyn.evidence.frames import Layer

HALF_FIRST = gettext_noop(
    "Filen börjar {day}, mitt i en månad. Talen för {month} visas som preliminära tills hela månaden är inläst."
)
HALF_LAST = gettext_noop(
    "Filen slutar {day}, mitt i en månad. Talen för {month} visas som preliminära tills hela månaden är inläst."
)
EMPTY_MONTHS = gettext_noop(
    "{count} månader mellan filens första och sista händelse är helt tomma ({months}). "
    "De räknas som saknade, inte som noll, för i en månad brukar det vara ungefär {usual} händelser."
)
_ENOUGH = 20  # rows before a gap says anything
_SURE = 4.6  # a gap that by chance would be empty less than once in a hundred (Poisson: -ln 0.01)

_COUNT = """
SELECT category, CAST(date_trunc('month', "start") AS DATE) AS "month", "{column}" AS area,
       {rows} AS n
FROM read_parquet($file) WHERE "{column}" IS NOT NULL GROUP BY ALL
"""


class Counter:
    """Sees every batch, then counts the written file once per layer by DuckDB."""

    def __init__(self, layers: list[Layer]) -> None:
        self._layers = layers
        self._own: set[int] = {layer.division.pk for layer in layers if layer.source is None}
        self._has_ids = False
        self._is_daily = True
        self._first: Any = None
        self._last: Any = None
        self._months: dict[int, int] = {}
        self._rows = 0

    def count_own(self, layer: Layer) -> None:
        """Count this layer by itself too: some incidents have a code of it and no coordinates."""
        self._own.add(layer.division.pk)

    def see(self, table: pa.Table) -> None:
        """Take note of the span of one batch, its months and whether incidents have ids."""
        import numpy as np
        import pyarrow.compute as pc

        span = pc.min_max(table["start"]).as_py()
        self._first = span["min"] if self._first is None else min(self._first, span["min"])
        self._last = span["max"] if self._last is None else max(self._last, span["max"])
        self._rows += table.num_rows
        self._has_ids = self._has_ids or table["incident"].null_count < table.num_rows
        self._is_daily = self._is_daily and not pc.any(pc.equal(table["precision"], "month")).as_py()
        months = table["start"].to_numpy().astype("datetime64[M]").astype(np.int64)
        for month, many in zip(*np.unique(months, return_counts=True), strict=True):
            self._months[int(month)] = self._months.get(int(month), 0) + int(many)

    def table(self, file: Path) -> tuple[pa.Table, list[tuple[str, dict[str, Any]]]]:
        """Return the figures (schema FIGURES) of every layer counted by itself, and what is to be said of them."""
        import pyarrow as pa

        from samsyn.engine.figures import FIGURES

        months, notes = self._whole_months()
        tables = [
            self._of_layer(layer, file, months) for layer in self._layers if layer.division.pk in self._own
        ]
        joined = pa.concat_tables(tables).cast(FIGURES)
        order = [(name, "ascending") for name in ("metric", "area", "period_start")]
        return joined.sort_by(order), notes

    def _whole_months(self) -> tuple[dict[int, bool], list[tuple[str, dict[str, Any]]]]:
        """Return the months to count and whether each is whole; months without one incident at all are left out."""
        span = range(min(self._months), max(self._months) + 1)
        usual = self._rows / len(self._months)
        empty = [month for month in span if month not in self._months] if usual > _SURE else []
        notes: list[tuple[str, dict[str, Any]]] = []
        if empty:
            shown = ", ".join(_month(month) for month in empty[:6]) + (" …" if len(empty) > 6 else "")
            notes.append((EMPTY_MONTHS, {"count": len(empty), "months": shown, "usual": round(usual)}))
        whole = {month: True for month in span if month not in set(empty)}
        for month, template, day in self._half():
            whole[month] = False
            notes.append((template, {"day": day, "month": _month(month)}))
        return whole, notes

    def _half(self) -> list[tuple[int, str, str]]:
        """Return the first and last month when the file begins or ends so far into it that days must be missing."""
        import numpy as np

        if not self._is_daily or self._rows < _ENOUGH:
            return []
        first, last = (np.array(one, dtype="datetime64[D]") for one in (self._first, self._last))
        a_day = self._rows / (int((last - first).astype(int)) + 1)
        opening, closing = first.astype("datetime64[M]"), last.astype("datetime64[M]")
        before = int((first - opening.astype("datetime64[D]")).astype(int))
        after = int(((closing + 1).astype("datetime64[D]") - last).astype(int)) - 1
        found = []
        if before * a_day > _SURE:
            found.append((int(opening.astype(int)), HALF_FIRST, str(first)))
        if after * a_day > _SURE:
            found.append((int(closing.astype(int)), HALF_LAST, str(last)))
        return found

    def _of_layer(self, layer: Layer, file: Path, months: dict[int, bool]) -> pa.Table:
        import numpy as np

        from samsyn.engine.reading import ask

        rows = "count(DISTINCT coalesce(incident, 'rad ' || \"row\"))" if self._has_ids else "count(*)"
        sql = _COUNT.format(column=f"area:{layer.division.slug}", rows=rows)
        counted = ask(sql, {"file": str(file)})
        metrics = sorted({category_metric(one) for one in counted["category"].unique().to_pylist()})
        place = {name: number for number, name in enumerate(metrics)}
        numbers = np.fromiter(months, dtype=np.int64, count=len(months))
        cube = np.zeros((len(metrics), len(layer.keys), len(numbers)), dtype=np.int64)
        where = (
            _codes(counted["category"], lambda name: place[category_metric(name)]),
            _codes(counted["area"], {key: number for number, key in enumerate(layer.keys)}.__getitem__),
            np.searchsorted(numbers, counted["month"].to_numpy().astype("datetime64[M]").astype(np.int64)),
        )
        np.add.at(cube, where, counted["n"].to_numpy())
        whole = np.fromiter(months.values(), dtype=bool, count=len(months))
        return (
            _long(cube, metrics, layer, numbers, whole).cast(_schema())
            if cube.size
            else _schema().empty_table()
        )


def _schema() -> pa.Schema:
    from samsyn.engine.figures import FIGURES

    schema: pa.Schema = FIGURES
    return schema


def _codes(column: pa.ChunkedArray, number: Any) -> np.ndarray[Any, Any]:
    """Return the number of each text of a column."""
    import numpy as np

    coded = column.combine_chunks().dictionary_encode()
    numbers = np.array([number(text) for text in coded.dictionary.to_pylist()], dtype=np.int64)
    found: np.ndarray[Any, Any] = numbers[coded.indices.to_numpy(zero_copy_only=False)]
    return found


def _long(
    cube: np.ndarray[Any, Any],
    metrics: list[str],
    layer: Layer,
    months: np.ndarray[Any, Any],
    whole: np.ndarray[Any, Any],
) -> pa.Table:
    """Return a cube of metric × area × month as rows of figures."""
    import numpy as np
    import pyarrow as pa

    metric, area, month = (axis.ravel() for axis in np.indices(cube.shape, dtype=np.int32))
    values = cube.ravel()
    words = pa.array([ValueState.ZERO.value, ValueState.VALUE.value, ValueState.PRELIMINARY.value])
    states = np.where(whole[month], (values > 0).astype(np.int8), 2)
    starts = months.astype("datetime64[M]")
    many = len(values)
    return pa.table(
        {
            "row": pa.nulls(many, pa.int64()),
            "metric": pa.array(metrics).take(pa.array(metric)),
            "division": pa.array([layer.division.slug]).take(pa.array(np.zeros(many, dtype=np.int32))),
            "area": pa.array(layer.keys).take(pa.array(area)),
            "grain": pa.array(["month"]).take(pa.array(np.zeros(many, dtype=np.int32))),
            "period_start": pa.array(starts.astype("datetime64[D]")[month]),
            "period_end": pa.array((starts + 1).astype("datetime64[D]")[month]),
            "value": pa.array(values.astype(np.float64)),
            "state": words.take(pa.array(states)),
            "base": pa.nulls(many, pa.int64()),
            "low": pa.nulls(many, pa.float64()),
            "high": pa.nulls(many, pa.float64()),
        }
    )


def _month(number: int) -> str:
    return f"{1970 + number // 12}-{number % 12 + 1:02d}"
