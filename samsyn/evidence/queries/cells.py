"""One DuckDB query per question: the newest figure of every cell, periods added up to longer ones, parts to wholes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from samsyn.evidence.metrics import INCIDENTS, metric
from samsyn.evidence.queries.catalogue import Held

# Of several imports with the same cell the newest holds, but an empty cell gives way to a figure of another dataset,
# and a preliminary figure to a final one.
_NEWEST = """
all_rows AS MATERIALIZED (
  SELECT p.metric, p.area, p.grain, p.period_start, p.period_end, p.value, p.state, p.base, p.low, p.high, p.row,
         f.rank, f.import_id, f.dataset
  FROM read_parquet($files, filename = true) p JOIN ranks f ON f.file = p.filename
  WHERE p.area IN (SELECT area FROM wanted)
    AND (list_contains($metrics, p.metric) OR ($incidents AND starts_with(p.metric, 'incidents.')))
),
of_dataset AS (
  SELECT * FROM all_rows QUALIFY row_number() OVER (
    PARTITION BY metric, area, period_start, period_end, dataset
    ORDER BY state = 'preliminary', rank DESC) = 1
),
newest AS MATERIALIZED (
  SELECT * FROM of_dataset QUALIFY row_number() OVER (
    PARTITION BY metric, area, period_start, period_end
    ORDER BY state IN ('missing', 'not-applicable'), state = 'preliminary', rank DESC) = 1
)"""

# How cells are added up: a sum stands only when every piece is a figure.
_SUM = """
  CASE WHEN bool_and(state IN ('value', 'zero', 'preliminary')) THEN sum(value) END AS value,
  CASE WHEN bool_or(state = 'suppressed') THEN 'suppressed'
       WHEN bool_or(state = 'missing') THEN 'missing'
       WHEN bool_or(state = 'not-applicable') THEN 'not-applicable'
       WHEN bool_or(state = 'preliminary') THEN 'preliminary'
       WHEN sum(value) = 0 THEN 'zero' ELSE 'value' END AS state,
  NULL::BIGINT AS base, NULL::DOUBLE AS low, NULL::DOUBLE AS high, NULL::BIGINT AS "row",
  max(import_id) AS import_id"""

_CELL = 'metric, area, grain, period_start, period_end, value, state, base, low, high, "row", import_id'

_QUERY = """
WITH {newest},
kinds AS (
  SELECT {cell} FROM newest WHERE list_contains($metrics, metric)
  UNION ALL
  SELECT 'incidents' AS metric, area, grain, period_start, period_end, {sum}
  FROM newest WHERE $incidents AND starts_with(metric, 'incidents.') GROUP BY area, grain, period_start, period_end
),
pieces AS (
  SELECT *, CASE grain WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 END AS months,
         date_trunc($unit, period_start)::DATE AS whole
  FROM kinds WHERE $grain IN ('year', 'quarter') AND grain IN ('month', 'quarter') AND grain <> $grain
    AND list_contains($counts, metric)
),
longer AS (
  SELECT metric, area, $grain AS grain, whole AS period_start,
         (whole + to_months($months))::DATE AS period_end, {sum},
         CASE grain WHEN 'quarter' THEN 0 ELSE 1 END AS from_months
  FROM pieces GROUP BY metric, area, whole, grain HAVING sum(months) = $months
),
cells AS MATERIALIZED (
  SELECT {cell}, 0 AS rolled FROM kinds WHERE grain = $grain
  UNION ALL
  SELECT {cell}, 1 + from_months FROM longer
  QUALIFY row_number() OVER (PARTITION BY metric, area, period_start ORDER BY from_months) = 1
),
best AS (
  SELECT * FROM cells QUALIFY row_number() OVER (
    PARTITION BY metric, area, period_start, period_end
    ORDER BY state IN ('missing', 'not-applicable'), rolled) = 1
)
SELECT m.target, m.choice, m.many, 1::BIGINT AS parts, 0::BIGINT AS hidden, b.metric, b.period_start, b.period_end, b.value, b.state,
       b.base, b.low, b.high, b."row", b.import_id
FROM best b JOIN members m ON m.area = b.area WHERE m.choice = 0
UNION ALL
SELECT m.target, m.choice, any_value(m.many), count(*), count(*) FILTER (b.value IS NULL), b.metric, b.period_start, b.period_end, {sum}
FROM best b JOIN members m ON m.area = b.area
WHERE m.choice > 0 AND list_contains($summable, b.metric)
GROUP BY m.target, m.choice, b.metric, b.period_start, b.period_end
ORDER BY ALL
"""

_MONTHS = {"year": 12, "quarter": 3, "month": 1, "other": 0}


def ask_cells(
    files: Mapping[Path, Held],
    metrics: Sequence[str],
    members: Sequence[tuple[str, int, int, str]],
    grain: str,
) -> list[dict[str, Any]]:
    """Return the figures of some metrics for some areas, of one grain.

    members  (target, choice, many, area): choice 0 is the area itself, each further choice is one set of `many`
             smaller areas that make it up

    Rows: target, choice, many, parts (of those many, how many have a figure), and the figure.
    """
    if not files or not metrics or not members:
        return []
    import pyarrow as pa

    from samsyn.engine.reading import ask

    columns = list(zip(*members, strict=True))
    table = pa.table({name: pa.array(column) for name, column in zip(_MEMBERS, columns, strict=True)})
    ranks = pa.table(
        {
            "file": [str(path) for path in files],
            "rank": pa.array(range(len(files)), pa.int64()),
            "import_id": pa.array([held.pk for held in files.values()], pa.int64()),
            "dataset": pa.array([held.dataset for held in files.values()], pa.int64()),
        }
    )
    known = [metric(code) for code in metrics]
    parameters = {
        "files": [str(path) for path in files],
        "metrics": [code for code in metrics if code != INCIDENTS] or [""],
        "incidents": INCIDENTS in metrics,
        "counts": [one.code for one in known if one.kind == "count"] or [""],
        "summable": [one.code for one in known if one.is_summable] or [""],
        "grain": grain,
        "unit": grain if grain in {"year", "quarter"} else "year",
        "months": _MONTHS[grain],
    }
    wanted = pa.table({"area": pa.array(sorted(set(columns[3])))})
    sql = _QUERY.format(newest=_NEWEST, cell=_CELL, sum=_SUM)
    rows: list[dict[str, Any]] = ask(sql, parameters, ranks=ranks, members=table, wanted=wanted).to_pylist()
    return rows


_MEMBERS = ("target", "choice", "many", "area")
