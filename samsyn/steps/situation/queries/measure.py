"""One metric in full: over time at every grain, part by part, and by both area trees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samsyn.places.models import Area, AreaPair, Division
from samsyn.places.queries import areas_of as areas_in
from samsyn.places.queries import breaks_of, parts
from samsyn.steps.situation.queries.figures import Figure, figure, latest_by_area
from samsyn.steps.situation.queries.indicators import Spot, spots_of
from samsyn.steps.situation.queries.rates import PER_RESIDENT, RateShown, rate_shown
from samsyn.steps.situation.queries.snapshot import BreakShown, cached
from samsyn.steps.situation.queries.sources import SourceLine, source_lines

if TYPE_CHECKING:
    from samsyn.evidence.metrics import Metric
    from samsyn.evidence.queries import Observation

RECENT = 12
# the word in the address, the grain in the figures
GRAINS = {"ar": "year", "kvartal": "quarter", "manad": "month", "annat": "other"}


@dataclass(frozen=True)
class PlaceRow:
    """One area's latest figure; `is_mine` marks the pair's own area."""

    number: int
    area_id: int
    key: str
    name: str
    figure: Figure | None
    rate: RateShown | None
    is_mine: bool = False


@dataclass(frozen=True)
class Tree:
    """One division: its name and a row for every area."""

    title: str
    note: str
    rows: tuple[PlaceRow, ...]


@dataclass(frozen=True)
class Measure:
    """All that the page of a metric shows."""

    metric: str
    label: str
    kind: str
    unit: str
    note: str
    is_police_driven: bool
    grain: str  # the word in the address
    grains: tuple[tuple[str, str], ...]
    spots: tuple[Spot, ...]
    figures: tuple[Figure, ...]
    parts: Tree
    trees: tuple[Tree, ...]
    breaks: tuple[BreakShown, ...]
    sources: tuple[SourceLine, ...]

    @property
    def recent(self) -> list[Figure]:
        """The newest figures, newest first."""
        return list(reversed(self.figures))[:RECENT]

    @property
    def older(self) -> list[Figure]:
        """The figures before the recent ones, newest first."""
        return list(reversed(self.figures))[RECENT:]

    @property
    def composed_of(self) -> int:
        """How many smaller areas every figure is summed from, 0 when they differ or are not summed."""
        many = {row.parts for row in self.figures}
        return many.pop() if len(many) == 1 and many != {1} else 0

    @property
    def has_parts(self) -> bool:
        return any(row.figure is not None for row in self.parts.rows)

    @property
    def is_example(self) -> bool:
        return any(line.is_example for line in self.sources)


def measure(pair: AreaPair, code: str, *, grain: str = "") -> Measure | None:
    """Return the metric's page, None when the pair has no figures of it. `grain` is a word of GRAINS or ""."""
    return cached(pair, f"measure:{code}:{grain}", lambda: _build(pair, code, grain))


def _build(pair: AreaPair, code: str, grain: str) -> Measure | None:
    from samsyn.evidence.queries import metrics_for, series

    metric = next((one for one in metrics_for(pair.city_area) if one.code == code), None)
    if metric is None:
        return None
    by_grain = {
        word: rows for word, name in GRAINS.items() if (rows := series(code, pair.city_area, grain=name))
    }
    chosen = grain if grain in by_grain else next(iter(by_grain), "")
    rows = by_grain.get(chosen, [])
    marks = breaks_of(pair.city_area)
    figures = tuple(figure(row) for row in rows)
    below = _tree(metric, parts(pair.city_area), _("Delområden"))
    trees = tuple(
        _tree(metric, areas_in(area.division), area.division.name, mine=area, division=area.division)
        for area in (pair.city_area, pair.police_area)
    )
    seen = [row for tree in (below, *trees) for row in tree.rows]
    imports = {row.import_id for row in figures} | {row.figure.import_id for row in seen if row.figure}
    return Measure(
        metric=code,
        label=metric.label,
        kind=metric.kind,
        unit=metric.unit_label,
        note=metric.note_label,
        is_police_driven=metric.police_driven,
        grain=chosen,
        grains=tuple((word, _grain_words()[word]) for word in by_grain),
        spots=spots_of(rows, [], marks, kind=metric.kind),
        figures=figures,
        parts=below,
        trees=trees,
        breaks=tuple(BreakShown(one.date.isoformat(), one.text) for one in marks),
        sources=tuple(source_lines(imports).values()),
    )


def _grain_words() -> dict[str, str]:
    return {"ar": _("År"), "kvartal": _("Kvartal"), "manad": _("Månad"), "annat": _("Period")}


def _tree(
    metric: Metric,
    areas: Sequence[Area],
    title: str,
    *,
    mine: Area | None = None,
    division: Division | None = None,
) -> Tree:
    found = latest_by_area([metric.code], areas)[metric.code]
    residents = (
        latest_by_area([PER_RESIDENT], areas)[PER_RESIDENT]
        if metric.denominator == PER_RESIDENT and found
        else {}
    )
    rows = tuple(
        PlaceRow(
            number,
            area.pk,
            area.key,
            area.name,
            figure(found[area.key]) if area.key in found else None,
            _rate(found.get(area.key), residents.get(area.key)),
            mine is not None and area.pk == mine.pk,
        )
        for number, area in enumerate(areas, 1)
    )
    note = ""
    if division is not None and not division.is_verified:
        note = _("Indelningen är inte kontrollerad mot ett beslut.")
    return Tree(title, note, rows)


def _rate(count: Observation | None, population: Observation | None) -> RateShown | None:
    if count is None or population is None or (count.end - count.start).days < 300:
        return None
    return rate_shown(count, [population])
