"""Figures in force as the lägesbild shows them, each with its period in words and the way to its origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from samsyn.places.models import Area, AreaKind, AreaPair, City
from samsyn.steps.situation import frames, words
from samsyn.steps.situation.queries.rates import PER_RESIDENT, RateShown, rate_shown
from samsyn.ui.texts import say

if TYPE_CHECKING:
    from samsyn.evidence.queries import Observation

HIDDEN = "hidden"  # the state of a share of fewer than 30 answers: never shown, whatever the source says
GRAINS = ("year", "other", "quarter", "month")
OF_PARTS = 2  # periods of a part that a finding can rest on
SHOWN = {"year": 6, "other": 6, "quarter": 8, "month": 13}  # periods of a series on the first page


@dataclass(frozen=True)
class Figure:
    """One figure in force, in plain values that JSON knows. `start` and `end` are ISO dates, half-open."""

    metric: str
    label: str
    kind: str
    area: str
    area_name: str
    start: str
    end: str
    period: str
    value: float | None
    state: str
    base: int | None
    low: float | None
    high: float | None
    import_id: int
    row: int | None
    parts: int
    url: str
    caveat: str = ""
    rate: RateShown | None = None

    @property
    def reference(self) -> str:
        """How a form names the figure: metric, area, period and import."""
        return "|".join((self.metric, self.area, self.start, self.end, str(self.import_id)))

    @property
    def text(self) -> str:
        return words.value(self.value, self.kind, state=self.state)

    @property
    def note(self) -> str:
        return self.caveat or words.state(self.state)

    def kept(self) -> dict[str, Any]:
        """Return what a finding keeps: the reference, and the value as it was shown."""
        return {
            "metric": self.metric,
            "area": self.area,
            "start": self.start,
            "end": self.end,
            "import": self.import_id,
            "row": self.row,
            "shown": {
                "area_name": self.area_name,
                "value": self.value,
                "state": self.state,
                "base": self.base,
                "low": self.low,
                "high": self.high,
                "rate": asdict(self.rate) if self.rate is not None else None,
            },
        }


def reference_of(kept: Mapping[str, Any]) -> str:
    """Return the reference of a figure that a finding keeps."""
    return "|".join(str(kept[name]) for name in ("metric", "area", "start", "end", "import"))


def figure(row: Observation) -> Figure:
    """Return an observation as a figure of the page, in the page's language. A share of few answers loses its value."""
    from samsyn.evidence.metrics import metric
    from samsyn.evidence.queries import origin_url

    known = metric(row.metric)
    hidden = known.kind == "share" and frames.is_hidden(row)
    return Figure(
        metric=row.metric,
        label=known.label,
        kind=known.kind,
        area=row.area,
        area_name=row.area_name,
        start=row.start.isoformat(),
        end=row.end.isoformat(),
        period=words.period(row.start, row.end),
        value=None if hidden else row.value,
        state=HIDDEN if hidden else str(row.state),
        base=row.base,
        low=None if hidden else row.low,
        high=None if hidden else row.high,
        import_id=row.import_id,
        row=row.row,
        parts=row.parts,
        url=origin_url(row),
        caveat=say(row.caveat, dict(row.caveat_facts)),
    )


Series = dict[str, "list[Observation]"]  # a metric's observations by Area.key, oldest first


def best_series(codes: Sequence[str], areas: Sequence[Area]) -> dict[str, tuple[str, Series]]:
    """Return each metric's grain and series, asked together: the longest whole periods that the first area has.

    Metrics that the first area has no figures of are left out.
    """
    from samsyn.evidence.queries import table

    found: dict[str, tuple[str, Series]] = {}
    for grain in GRAINS:
        left = [code for code in codes if code not in found]
        if not left or not areas:
            break
        rows = table(left, areas, grain)
        for code in left:
            if rows[code, areas[0].key]:
                found[code] = grain, {area.key: rows[code, area.key] for area in areas}
    return found


def latest_by_area(codes: Sequence[str], areas: Sequence[Area]) -> dict[str, dict[str, Observation]]:
    """Return each metric's latest observation by Area.key, of the longest grain that any of the areas has."""
    found = recent_by_area(codes, areas, 1)
    return {code: {key: rows[-1] for key, rows in by_area.items()} for code, by_area in found.items()}


def recent_by_area(codes: Sequence[str], areas: Sequence[Area], most: int) -> dict[str, Series]:
    """Return each metric's last observations by Area.key, oldest first, of the longest grain that any area has."""
    from samsyn.evidence.queries import table

    found: dict[str, Series] = {}
    for grain in GRAINS:
        left = [code for code in codes if code not in found]
        if not left or not areas:
            break
        rows = table(left, areas, grain)
        for code in left:
            known = {area.key: [row for row in rows[code, area.key] if row.has_value] for area in areas}
            if any(known.values()):
                found[code] = {key: series[-most:] for key, series in known.items() if series}
    return {code: found.get(code, {}) for code in codes}


def one_year_before(rows: Sequence[Observation], now: Observation) -> Observation | None:
    """Return the period that is compared with: the same part of the year before, else nothing."""
    for row in reversed(rows):
        if (row.start.year + 1, row.start.month, row.start.day) == (
            now.start.year,
            now.start.month,
            now.start.day,
        ):
            return row
    return None


def whole_city(city: City) -> Area | None:
    """Return the area that is the whole city, which everything is set beside."""
    return (
        Area.objects.defer("geometry")
        .select_related("division")
        .filter(division__city=city, division__kind=AreaKind.MUNICIPALITY, division__valid_to=None)
        .order_by("-division__valid_from")
        .first()
    )


def candidates(pair: AreaPair) -> list[Figure]:
    """Return the figures that a finding can rest on: the whole's and the city's last periods, and each part's last two.

    First the latest of every metric for the whole, then all others, metric by metric.
    """
    from samsyn.evidence.queries import metrics_for, table
    from samsyn.places.queries import parts

    below, wholes = parts(pair.city_area), compared_areas(pair)
    metrics = sorted(metrics_for(pair.city_area), key=lambda one: one.kind == "population")
    codes = [metric.code for metric in metrics]
    known, recent = best_series(codes, wholes), recent_by_area(codes, below, OF_PARTS)
    residents = {key: rows for (_code, key), rows in table([PER_RESIDENT], [*wholes, *below], "year").items()}
    first: list[Figure] = []
    others: list[Figure] = []
    for metric in metrics:
        grain, series = known.get(metric.code, ("", {}))
        mine = residents if metric.denominator == PER_RESIDENT else {}
        rows = [
            _with_rate(row, mine.get(key, []))
            for key, found in series.items()
            for row in reversed(found[-SHOWN.get(grain, 1) :])
        ]
        first += rows[:1]
        others += rows[1:]
        others += [
            _with_rate(row, mine.get(key, []))
            for key, found in recent[metric.code].items()
            for row in reversed(found)
        ]
    return [row for row in (*first, *others) if row.value is not None]


def compared_areas(pair: AreaPair) -> list[Area]:
    """Return the pair's whole area and, where there is one, the whole city beside it."""
    city = whole_city(pair.city)
    return [pair.city_area] if city is None or city.pk == pair.city_area_id else [pair.city_area, city]


def _with_rate(row: Observation, residents: Sequence[Observation]) -> Figure:
    """Return a figure with its rate; a count of less than a year has none."""
    is_year = (row.end - row.start).days >= 360
    return replace(figure(row), rate=rate_shown(row, residents) if residents and is_year else None)


def figures_by_reference(pair: AreaPair) -> dict[str, dict[str, Any]]:
    """Return what a finding keeps of every figure that it can rest on now, by reference."""
    from samsyn.steps.situation.queries.snapshot import candidates_for

    return {row.reference: row.kept() for row in candidates_for(pair)}


def search(rows: Sequence[Figure], text: str) -> list[Figure]:
    """Return the figures whose metric, area or period holds every word of the text."""
    wanted = text.casefold().split()
    return [
        row
        for row in rows
        if all(word in f"{row.label} {row.area_name} {row.period}".casefold() for word in wanted)
    ]
