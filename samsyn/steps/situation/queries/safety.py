"""How safe residents feel, part by part, with base and interval. Methods are never merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samsyn.places.models import Area, AreaPair
from samsyn.places.queries import parts
from samsyn.steps.situation import frames, words
from samsyn.steps.situation.queries.figures import Figure, figure, latest_by_area
from samsyn.steps.situation.queries.rates import PER_RESIDENT, RateShown, rate_shown
from samsyn.ui.templatetags.numbers import number, percent

if TYPE_CHECKING:
    from samsyn.evidence.metrics import Metric
    from samsyn.evidence.queries import Observation


@dataclass(frozen=True)
class SafetyRow:
    """One area's share. `is_hidden`: fewer than 30 answers; `is_hollow`: 30 to 99; then the interval is wide."""

    area: str
    area_name: str
    is_whole: bool
    figure: Figure | None
    value: float | None
    low: float | None
    high: float | None
    base: int | None
    is_hidden: bool
    is_hollow: bool
    differs: str  # "under", "over" or "": the whole's share lies outside the area's interval
    crime: Figure | None = None
    crime_rate: RateShown | None = None

    @property
    def text(self) -> str:
        return words.value(self.value, "share")

    @property
    def ends(self) -> str:
        """The interval in percent: 48–62 %."""
        if self.low is None or self.high is None:
            return ""
        return f"{number(100 * self.low)}–{percent(self.high)}"

    @property
    def answers(self) -> str:
        return words.answers(self.base)


@dataclass(frozen=True)
class SafetyBlock:
    """One question of one survey, with a row for every part and one for the whole where it was asked."""

    metric: str
    label: str
    note: str
    period: str
    periods_differ: bool
    title: str
    whole: SafetyRow | None
    rows: tuple[SafetyRow, ...]
    crime_label: str
    import_ids: tuple[int, ...]
    has_intervals: bool


def build_safety(pair: AreaPair) -> list[SafetyBlock]:
    """Compute the blocks from the surveys in force, in the page's language."""
    from samsyn.evidence.queries import metrics_for

    below = parts(pair.city_area)
    metrics = metrics_for(pair.city_area)
    asked = [metric for metric in metrics if metric.kind == "share"]
    if not asked:
        return []
    crime = next((metric for metric in metrics if metric.is_crime_count), None)
    recorded = _recorded(crime, [pair.city_area, *below])
    codes = [metric.code for metric in asked]
    found, mine = latest_by_area(codes, below), latest_by_area(codes, [pair.city_area])
    return [
        block
        for metric in asked
        if (
            block := _block(
                metric,
                pair.city_area,
                below,
                (found[metric.code], mine[metric.code].get(pair.city_area.key)),
                crime,
                recorded,
            )
        )
        is not None
    ]


def _recorded(crime: Metric | None, below: Sequence[Area]) -> dict[str, tuple[Figure, RateShown | None]]:
    """Return the main count and its rate per part, where both are known."""
    if crime is None:
        return {}
    residents = latest_by_area([PER_RESIDENT], below)[PER_RESIDENT]
    found = {}
    for key, row in latest_by_area([crime.code], below)[crime.code].items():
        population = [residents[key]] if key in residents else []
        found[key] = (figure(row), rate_shown(row, population))
    return found


def _block(
    metric: Metric,
    area: Area,
    below: Sequence[Area],
    answers: tuple[dict[str, Observation], Observation | None],
    crime: Metric | None,
    recorded: dict[str, tuple[Figure, RateShown | None]],
) -> SafetyBlock | None:
    """Make a question's block of the parts' latest answers and the whole's; None when nobody was asked."""
    found, mine = answers
    if not found and mine is None:
        return None
    newest = max(found.values(), key=lambda row: row.end) if found else mine
    assert newest is not None
    whole = None
    if mine is not None and (mine.start, mine.end) == (newest.start, newest.end) and mine.parts == 1:
        whole = _row(area, mine, None, recorded, is_whole=True)
    mean = whole.value if whole is not None else None
    rows = sorted((_row(part, found.get(part.key), mean, recorded) for part in below), key=_order)
    seen = [row for row in (*found.values(), mine) if row is not None]
    return SafetyBlock(
        metric=metric.code,
        label=metric.label,
        note=metric.note_label,
        period=words.period(newest.start, newest.end),
        periods_differ=len({(row.start, row.end) for row in found.values()}) > 1,
        title=words.safety_title(
            metric.label,
            [row.area_name for row in rows if row.differs == "under"],
            area.name,
            mean is not None,
        ),
        whole=whole,
        rows=tuple(rows),
        crime_label=crime.label if crime is not None and recorded else "",
        import_ids=tuple(dict.fromkeys(row.import_id for row in seen)),
        has_intervals=any(row.low is not None for row in rows),
    )


def _row(
    area: Area,
    seen: Observation | None,
    mean: float | None,
    recorded: dict[str, tuple[Figure, RateShown | None]],
    *,
    is_whole: bool = False,
) -> SafetyRow:
    share = frames.share_of(seen)
    differs = ""
    if mean is not None and share.low is not None and share.high is not None:
        differs = "under" if share.high < mean else "over" if share.low > mean else ""
    crime, rate = recorded.get(area.key, (None, None))
    return SafetyRow(
        area=area.key,
        area_name=area.name,
        is_whole=is_whole,
        figure=figure(seen) if seen is not None else None,
        value=share.value,
        low=share.low,
        high=share.high,
        base=share.n,
        is_hidden=share.reason is not None and seen is not None and seen.value is not None,
        is_hollow=frames.is_uncertain(share),
        differs=differs,
        crime=crime,
        crime_rate=rate,
    )


def _order(row: SafetyRow) -> tuple[bool, float, str]:
    return (row.value is None, -(row.value or 0), row.area_name)
