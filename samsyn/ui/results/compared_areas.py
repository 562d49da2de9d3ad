"""Areas before and after beside their comparison, as wdd and wdq draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.translation import gettext as _

from samsyn.charts.picture import Picture
from samsyn.charts.two_by_two import Group, Names, two_by_two
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, words


@dataclass(frozen=True)
class Part:
    """An area, its counts before and after (None: there is no such area), and how much more it changed (WDD)."""

    name: str
    counts: Sequence[float] | None
    more: float | None = None
    low: float | None = None
    high: float | None = None
    is_subject: bool = False


def names() -> Names:
    return Names(before=_("före"), expected=_("väntat"), after=_("efter"), expected_column=_("Väntat"))


def drawn(
    parts: Sequence[Part], found: Found, *, title: str, description: str, dispersion: float = 1.0
) -> Picture:
    """Draw the areas that there are. Intervals are widened by a dispersion over 1."""
    shown = [part for part in parts if part.counts is not None]
    digits = 0 if all(float(n).is_integer() for part in shown for n in part.counts or ()) else 1
    groups = [_group(part, digits, sqrt(max(dispersion, 1.0))) for part in shown]
    return two_by_two(
        groups,
        title=title,
        description=_below(description, groups),
        source=words.source(found),
        names=names(),
        digits=digits,
        words=picture_words(found["level"]),
    )


def _below(description: str, groups: Sequence[Group]) -> str:
    """Add what an expected number below nothing means."""
    if all(group.expected is None or group.expected >= 0 for group in groups):
        return description
    return f"{description} " + _("Väntat under 0: områdena är för olika stora för att jämföras så här.")


def _group(part: Part, digits: int, wider: float) -> Group:
    before, after = part.counts or (0.0, 0.0)
    if part.more is None:
        return Group(part.name, before, after, is_subject=part.is_subject)
    expected, low, high, ends = after - part.more, None, None, ""
    if part.low is not None and part.high is not None:
        least, most = (part.more + wider * (end - part.more) for end in (part.low, part.high))
        low, high = after - most, after - least
        ends = _(" (%(low)s till %(high)s)") % {
            "low": words.number(least, digits),
            "high": words.number(most, digits),
        }
    note = _("skillnad %(value)s%(ends)s") % {"value": words.number(part.more, digits), "ends": ends}
    return Group(part.name, before, after, expected, low, high, note, part.is_subject)
