"""The three figures at the top of the page: how much, how it compares, how safe people feel."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from samsyn.places.models import AreaPair
from samsyn.steps.situation import words
from samsyn.steps.situation.queries.indicators import IndicatorRow
from samsyn.steps.situation.queries.safety import SafetyBlock
from samsyn.steps.situation.queries.snapshot import Snapshot
from samsyn.steps.situation.queries.sources import SourceLine, lines_of
from samsyn.ui.templatetags.numbers import interval


@dataclass(frozen=True)
class KeyFigure:
    """One large figure: `unit` stands small beside it, `says` under it, then its doubt and its source."""

    text: str
    unit: str
    url: str
    says: str
    more: str
    doubt: str
    source: SourceLine | None


def key_figures(pair: AreaPair, snapshot: Snapshot) -> list[KeyFigure]:
    """Return at most three figures; fewer when the evidence holds fewer."""
    crimes = [row for row in snapshot.crimes if row.figure.value is not None]
    found = [_how_much(crimes[0], snapshot)] if crimes else []
    compared = _most_apart(crimes)
    if compared is not None:
        found.append(_how_it_compares(compared, pair, snapshot))
    safe = next((block for block in snapshot.safety if _whole_or_lowest(block)), None)
    if safe is not None:
        found.append(_how_safe(safe, snapshot))
    return found


def _source(snapshot: Snapshot, import_ids: tuple[int, ...]) -> SourceLine | None:
    return next(iter(lines_of(snapshot.sources, import_ids)), None)


def _how_much(row: IndicatorRow, snapshot: Snapshot) -> KeyFigure:
    return KeyFigure(
        text=row.figure.text,
        unit="",
        url=row.figure.url,
        says=_("%(metric)s i %(area)s %(period)s.")
        % {"metric": row.label, "area": row.figure.area_name, "period": row.figure.period},
        more=row.sentence,
        doubt="",
        source=_source(snapshot, (row.figure.import_id,)),
    )


def _most_apart(rows: list[IndicatorRow]) -> IndicatorRow | None:
    """Return the metric that lies surest above the city's rate, else surest below it, else the largest one.

    Metrics driven by police effort do not compare, and the sum of all crimes stands beside this one already.
    """
    ratios = [
        (row.rate.value / row.reference_rate.value, row.rate, row.reference_rate.value, row)
        for row in rows[1:] or rows
        if row.rate is not None
        and row.reference_rate is not None
        and row.reference_rate.value
        and not row.is_police_driven
    ]
    above = [(ratio, row) for ratio, rate, city, row in ratios if rate.low > city]
    if above:
        return max(above, key=lambda pair: pair[0])[1]
    below = [(ratio, row) for ratio, rate, city, row in ratios if rate.high < city]
    if below:
        return min(below, key=lambda pair: pair[0])[1]
    return max(ratios, key=lambda one: one[1].value)[3] if ratios else None


def _how_it_compares(row: IndicatorRow, pair: AreaPair, snapshot: Snapshot) -> KeyFigure:
    assert row.rate is not None and row.reference_rate is not None
    apart = row.rate.low > row.reference_rate.value or row.rate.high < row.reference_rate.value
    facts = {
        "metric": row.label,
        "period": row.figure.period,
        "city": pair.city.name,
        "rate": row.reference_rate.text,
    }
    says = (
        _("%(metric)s %(period)s, mot %(rate)s i hela %(city)s.")
        if apart
        else _("%(metric)s %(period)s, ungefär som i hela %(city)s (%(rate)s).")
    )
    return KeyFigure(
        text=row.rate.text,
        unit=_("per 1 000"),
        url=row.figure.url,
        says=says % facts,
        more="",
        doubt=_("Troligen mellan %(interval)s.")
        % {"interval": words.span(interval(row.rate.low, row.rate.high, row.rate.digits))},
        source=_source(snapshot, (row.figure.import_id,)),
    )


def _whole_or_lowest(block: SafetyBlock) -> bool:
    return (block.whole is not None and block.whole.value is not None) or any(
        row.value is not None for row in block.rows
    )


def _how_safe(block: SafetyBlock, snapshot: Snapshot) -> KeyFigure:
    whole = block.whole if block.whole is not None and block.whole.value is not None else None
    row = whole or min((row for row in block.rows if row.value is not None), key=lambda row: row.value or 0)
    assert row.figure is not None
    facts = {"metric": block.label, "area": row.area_name, "period": row.figure.period}
    says = (
        _("%(metric)s i %(area)s, %(period)s.") if whole else _("%(metric)s: lägst i %(area)s, %(period)s.")
    )
    doubt = ""
    if row.low is not None and row.high is not None:
        doubt = _("Troligen mellan %(interval)s procent, %(answers)s.") % {
            "interval": words.span(interval(row.low * 100, row.high * 100)),
            "answers": row.answers,
        }
    elif row.base is None:
        doubt = _("Källan säger inte hur många som svarat.")
    return KeyFigure(
        text=row.text,
        unit="",
        url=row.figure.url,
        says=says % facts,
        more="",
        doubt=doubt,
        source=_source(snapshot, (row.figure.import_id,)),
    )
