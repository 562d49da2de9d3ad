"""Figures in force, for pages and for analysis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_noop

from samsyn.evidence.audience import JOINT, reading_for
from samsyn.evidence.metrics import INCIDENTS, Metric, all_metrics, metric
from samsyn.evidence.queries.catalogue import Catalogue, Held, catalogue, is_survey, kept
from samsyn.evidence.queries.cells import ask_cells
from samsyn.evidence.trees import AreaTree, tree
from samsyn.places.models import Area
from samsyn.sources.contract import ValueState
from samsyn.ui.clock import today

NOT_SUMMED = gettext_noop("Summan görs inte: för {lacking} av {many} delområden är talet dolt eller saknas.")
_RECENT = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Observation:
    """One figure in force. parts > 1: summed from that many smaller areas; `row` is then None.

    `row` is also None for a figure counted from several rows of a file, or added up from months or quarters.
    `caveat` is a Swedish template for `ui.texts.say` with `caveat_facts`, "" when there is nothing to say.
    """

    metric: str
    area: str
    area_name: str
    start: date
    end: date
    value: float | None
    state: str
    base: int | None
    low: float | None
    high: float | None
    import_id: int
    row: int | None
    parts: int = 1
    caveat: str = ""
    caveat_facts: tuple[tuple[str, Any], ...] = ()

    @property
    def has_value(self) -> bool:
        return self.value is not None


Table = dict[tuple[str, str], list[Observation]]


def table(metrics: Sequence[str], areas: Sequence[Area], grain: str = "year") -> Table:
    """Return the figures of every metric and area, oldest first, by (metric, Area.key); [] where there are none.

    At most one DuckDB query, none when the same was asked before. Areas may be of several divisions of one city.
    """
    found: Table = {(code, area.key): [] for code in metrics for area in areas}
    if not found:
        return found
    city = areas[0].division.city_id
    codes, keys = tuple(dict.fromkeys(metrics)), tuple(dict.fromkeys(area.key for area in areas))
    held, whole = catalogue(city), tree(city)
    key = ("table", held.version, whole.version, codes, keys, grain)
    answer = kept(
        key, lambda: _ask(held, whole, codes, keys, grain), rows=lambda made: sum(map(len, made.values()))
    )
    for cell, rows in answer.items():
        found[cell] = list(rows)
    return found


def _ask(
    held: Catalogue, whole: AreaTree, metrics: tuple[str, ...], keys: tuple[str, ...], grain: str
) -> Table:
    divisions = held.divisions(metrics)
    members = [member for key in keys for member in _members(whole, key, divisions)]
    rows = ask_cells(held.files(metrics), metrics, members, grain)
    answer: Table = {}
    choices: dict[tuple[str, str, date, date], list[dict[str, Any]]] = {}
    for row in rows:
        choices.setdefault((row["metric"], row["target"], row["period_start"], row["period_end"]), []).append(
            row
        )
    for (code, key, _start, _end), options in choices.items():
        answer.setdefault((code, key), []).append(_observation(whole, _choose(options)))
    for found in answer.values():
        found.sort(key=lambda one: (one.start, one.end))
    return answer


def _members(whole: AreaTree, key: str, divisions: set[int]) -> list[tuple[str, int, int, str]]:
    """Return the area itself, then each division with figures whose areas make it up, the fewest areas first."""
    node = whole.by_key.get(key)
    if node is None:
        return []
    found = [(key, 0, 1, key)]
    covers = [whole.cover(node.pk, division) for division in divisions if division != node.division]
    for choice, cover in enumerate(sorted((c for c in covers if c), key=len), start=1):
        found += [(key, choice, len(cover), whole.nodes[pk].key) for pk in cover]
    return found


def _choose(options: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the area's own figure, else the first whole sum, else the sum that comes nearest, as missing."""
    options = sorted(options, key=lambda row: row["choice"])
    if options[0]["choice"] == 0:
        own = options[0]
        if own["state"] not in {ValueState.MISSING, ValueState.NOT_APPLICABLE}:
            return own
    for row in options:
        if row["choice"] and row["parts"] == row["many"] and row["value"] is not None:
            return row
    return options[0]


def _observation(whole: AreaTree, row: dict[str, Any]) -> Observation:
    is_sum, state, caveat = row["choice"] > 0, row["state"], ""
    facts: tuple[tuple[str, Any], ...] = ()
    value = row["value"]
    if is_sum and (value is None or row["parts"] < row["many"]):
        lacking = row["many"] - row["parts"] + row["hidden"]
        value, state, caveat = None, ValueState.MISSING.value, NOT_SUMMED
        facts = (("lacking", lacking), ("many", row["many"]))
    return Observation(
        metric=row["metric"],
        area=row["target"],
        area_name=whole.by_key[row["target"]].name,
        start=row["period_start"],
        end=row["period_end"],
        value=value,
        state=state,
        base=row["base"],
        low=row["low"],
        high=row["high"],
        import_id=row["import_id"],
        row=row["row"],
        parts=row["many"] if is_sum else 1,
        caveat=caveat,
        caveat_facts=facts,
    )


def joint_table(metrics: Sequence[str], areas: Sequence[Area], grain: str = "year") -> Table:
    """Return the figures that both parties see, whoever asks: for what a joint text rests on."""
    with reading_for(JOINT):
        return table(metrics, areas, grain)


def joint_series(metric: str, area: Area, *, grain: str = "year") -> list[Observation]:
    """Return the figures of one metric and area that both parties see, oldest first."""
    return joint_table([metric], [area], grain)[metric, area.key]


def joint_coverage(area: Area) -> list[str]:
    """Return which kinds of evidence both parties see for the area."""
    with reading_for(JOINT):
        return coverage(area)


def series(metric: str, area: Area, *, grain: str = "year") -> list[Observation]:
    """Return the figures of one metric and area, oldest first."""
    return table([metric], [area], grain)[metric, area.key]


def latest(metric: str, areas: Sequence[Area], *, grain: str = "year") -> dict[str, Observation]:
    """Return the newest figure with a value of each area, by Area.key; areas without one are left out."""
    found = {}
    for (_code, key), rows in table([metric], areas, grain).items():
        with_value = [row for row in rows if row.has_value]
        if with_value:
            found[key] = with_value[-1]
    return found


@dataclass(frozen=True)
class Holding:
    """That an area or its parts have figures of a metric from an import, and until when."""

    metric: str
    import_id: int
    end: date


_HOLDINGS = """
SELECT p.metric, f.import_id, max(p.period_end) AS "end"
FROM read_parquet($files, filename = true) p JOIN ranks f ON f.file = p.filename
WHERE p.area IN (SELECT area FROM wanted) AND p.state NOT IN ('missing', 'not-applicable')
GROUP BY ALL ORDER BY ALL
"""


def _holdings(area: Area) -> tuple[Catalogue, list[Holding]]:
    held, whole = catalogue(area.division.city_id), tree(area.division.city_id)
    key = ("holdings", held.version, whole.version, area.key)
    return held, kept(key, lambda: _ask_holdings(held.files(), whole, area.key))


def _ask_holdings(files: dict[Any, Held], whole: AreaTree, key: str) -> list[Holding]:
    node = whole.by_key.get(key)
    if not files or node is None:
        return []
    import pyarrow as pa

    from samsyn.engine.reading import ask, ranks_table

    areas = [key, *sorted(whole.nodes[pk].key for pk in whole.below(node.pk))]
    ranks = ranks_table({path: held.pk for path, held in files.items()})
    names = [str(path) for path in files]
    rows = ask(_HOLDINGS, {"files": names}, ranks=ranks, wanted=pa.table({"area": areas}))
    return [Holding(row["metric"], row["import_id"], row["end"]) for row in rows.to_pylist()]


def metrics_for(area: Area) -> list[Metric]:
    """Return the metrics with figures in force for the area or its parts, in the order of `metrics.toml`."""
    codes = {holding.metric for holding in _holdings(area)[1]}
    if any(code.startswith(INCIDENTS + ".") for code in codes):
        codes.add(INCIDENTS)
    order = {known.code: place for place, known in enumerate(all_metrics())}
    return sorted(
        (metric(code) for code in codes), key=lambda one: (order.get(one.code, len(order)), one.code)
    )


def coverage(area: Area) -> list[str]:
    """Return which kinds of evidence there are for the area: of "statistics", "survey", "reports", "dialogue".

    Statistics are counts of crimes or incidents from the last three years; a survey is a share from one.
    """
    held, holdings = _holdings(area)
    surveys = {one.pk for one in held.imports if is_survey(one)}
    since = today() - _RECENT
    found = []
    if any(metric(one.metric).is_crime_count and one.end > since for one in holdings):
        found.append("statistics")
    if any(metric(one.metric).kind == "share" and one.import_id in surveys for one in holdings):
        found.append("survey")
    return found


def metrics_of(areas: Iterable[Area]) -> list[Metric]:
    """Return the metrics that some of the areas have."""
    found = {one.code: one for area in areas for one in metrics_for(area)}
    return list(found.values())
