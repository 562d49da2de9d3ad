"""An interrupted series in words and as a picture."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from samsyn.analysis.result import Caveat
from samsyn.charts.picture import Column, Picture, empty
from samsyn.charts.series import Names, Point, series
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, codes, series_words, words


def say(found: Found) -> list[str]:
    if found["value"] is None:
        return [
            _("Ändringen går inte att beräkna: %(reason)s.") % {"reason": codes.reason(found["reason"])},
            *_left(found),
        ]
    lines = [f"{_change(found)}.", words.more_than_chance(found)]
    if found["slope"] is not None:
        lines.append(_slope(found))
    if Caveat.OVERDISPERSED in found["caveats"]:
        lines.append(
            _(
                "När händelserna kommer i klumpar: value %(low)s till %(high)s. Kör om med --family quasipoisson eller negbin."
            )
            % {"low": words.number(found["scaled_low"], 3), "high": words.number(found["scaled_high"], 3)}
        )
    lines.append(
        _(
            "Det visar inte att åtgärden var orsaken: annat kan ha ändrats samtidigt. Jämför gärna med ett annat område."
        )
    )
    told = [code for code in found["caveats"] if code != Caveat.EMPTY_CALENDAR_MONTH]  # said with its months
    return lines + codes.caveats(told) + _left(found)


def _change(found: Found) -> str:
    ends = words.span(found["rate_ratio_low"], found["rate_ratio_high"], found["level"], 3)
    facts = {
        "amount": words.amount(100 * (found["rate_ratio"] - 1), 1),
        "ratio": words.number(found["rate_ratio"], 3),
        "ends": f"; {ends}" if ends else "",
    }
    is_lower = found["rate_ratio"] < 1
    if found["slope"] is not None and is_lower:
        text = _(
            "Nivån är %(amount)s procent lägre när åtgärden började än trenden lät vänta (kvot %(ratio)s%(ends)s)"
        )
    elif found["slope"] is not None:
        text = _(
            "Nivån är %(amount)s procent högre när åtgärden började än trenden lät vänta (kvot %(ratio)s%(ends)s)"
        )
    elif is_lower:
        text = _(
            "Nivån är %(amount)s procent lägre efter åtgärdens start än trenden lät vänta (kvot %(ratio)s%(ends)s)"
        )
    else:
        text = _(
            "Nivån är %(amount)s procent högre efter åtgärdens start än trenden lät vänta (kvot %(ratio)s%(ends)s)"
        )
    return text % facts


def _slope(found: Found) -> str:
    extra = 100 * math.expm1(min(found["slope"], 700.0))
    facts = {"amount": words.amount(extra, 2), "p": words.chance(found["slope_p"])}
    if extra < 0:
        return _("Därefter ändras serien %(amount)s procent mindre per tidsenhet än förut (%(p)s).") % facts
    return _("Därefter ändras serien %(amount)s procent mer per tidsenhet än förut (%(p)s).") % facts


def _left(found: Found) -> list[str]:
    lines = []
    if found["empty_months"]:
        lines.append(
            _(
                "Kalendermånad %(months)s har inga händelser alls. Dess nivå går inte att beräkna, så raderna är inte med."
            )
            % {"months": ", ".join(map(str, found["empty_months"]))}
        )
    if left := sum(found["dropped"].values()):
        lines.append(
            _("%(rows)s räknades inte: ett värde saknas, eller fel antal celler.")
            % {"rows": words.rows(left)}
        )
    return lines


# The picture


def draw(found: Found) -> Picture:
    rows = series_words.latest(found["curve"] or ())
    if not rows:
        return empty(
            title=_("Ändringen går inte att beräkna"),
            description=codes.not_estimable(found["reason"]),
            source=words.source(found),
            columns=(Column(_("Period")),),
            is_example=False,
            words=picture_words(found["level"]),
        )
    begins = next((row for row in rows if row["intervention"]), None)
    return series(
        _points(rows),
        names=Names(
            observed=_("Utfall"),
            line=_("Med åtgärden"),
            other=_("Utan åtgärden"),
            span=_("Osäkerhet"),
            begins=_begins(begins, found["period"]),
        ),
        title=_title(found),
        description=_(
            "%(events)s. Den breda linjen är den beräknade nivån, den streckade vad trenden lät vänta utan åtgärden, "
            "med osäkerheten (%(level)s %%) som ett fält."
        )
        % {
            "events": series_words.events_per(found["period"]),
            "level": words.number(100 * found["level"], 1),
        }
        + series_words.only_latest(found["curve"]),
        source=words.source(found),
        begins_at=None if begins is None else _between(rows, begins),
        is_years=found["period"] != "unit",
        value_label=series_words.events_per(found["period"]),
        unit=series_words.events_per(found["period"]),
        words=picture_words(found["level"]),
    )  # fmt: skip


def _begins(row: Mapping[str, Any] | None, kind: str) -> str:
    if row is None:
        return ""
    return _("Åtgärden börjar: %(time)s") % {"time": series_words.period(row["time"], kind)}


def _points(rows: Sequence[Mapping[str, Any]]) -> list[Point]:
    points, part, was = [], 0, rows[0]["intervention"]
    for row in rows:
        part += row["intervention"] != was
        was = row["intervention"]
        without = row["without"], row["without_low"], row["without_high"]
        other, low, high = without if was else (None, None, None)
        points.append(
            Point(str(row["time"]), row["at"], row["count"], row["fitted"], other, low, high, part=part)
        )
    return points


def _between(rows: Sequence[Mapping[str, Any]], begins: Mapping[str, Any]) -> float:
    """Return where the rule stands: half way from the last period before."""
    place = rows.index(begins)
    return float(begins["at"] if not place else (rows[place - 1]["at"] + begins["at"]) / 2)


def _title(found: Found) -> str:
    if not words.is_more_than_chance(found):
        return _("Ändringen av nivån går inte att skilja från slumpen")
    facts = {"amount": words.amount(100 * (found["rate_ratio"] - 1), 0)}
    if found["rate_ratio"] < 1:
        return _("%(amount)s procent lägre än väntat utan åtgärden") % facts
    return _("%(amount)s procent högre än väntat utan åtgärden") % facts
