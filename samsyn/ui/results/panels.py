"""What the evaluations of units over periods say and draw alike: did, synth and microsynth."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.charts.counterfactual import Names, Period, counterfactual
from samsyn.charts.picture import Picture
from samsyn.ui.picture_words import picture_words
from samsyn.ui.results import Found, codes, words


def units(many: int) -> str:
    return ngettext("%(shown)s enhet", "%(shown)s enheter", many) % {"shown": words.number(many)}


def periods(many: int) -> str:
    return ngettext("%(shown)s period", "%(shown)s perioder", many) % {"shown": words.number(many)}


def in_brackets(found: Found, digits: int | None = None) -> str:
    """Return the interval in words, a space before; nothing when there is none."""
    text = words.interval(found, digits)
    return f" ({text})" if text else ""


def digits_of(value: float) -> int:
    """Return how many decimals say something about a number of this size."""
    return 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2


def ends(low: float | None, high: float | None, digits: int) -> str:
    """Return an interval for inside a picture: (−24 till −15), a space before; nothing when there is none."""
    if low is None or high is None:
        return ""
    return _(" (%(low)s till %(high)s)") % {
        "low": words.number(low, digits),
        "high": words.number(high, digits),
    }


def under(low: float | None, high: float | None, digits: int) -> str:
    """Return the same on a line of its own."""
    return f"\n{text.strip()}" if (text := ends(low, high, digits)) else ""


def because(found: Found) -> str:
    """Return why there is nothing to draw, as a sentence of its own."""
    text = codes.reason(found["reason"])
    return f"{text[0].upper()}{text[1:]}."


def doubt(found: Found, untested: str) -> str:
    """Return what a title adds to a difference that may be chance, or whose chance is not known."""
    if found["p"] is None:
        return untested
    return "" if words.is_more_than_chance(found) else _(", men det kan vara slumpen")


def drawn(
    found: Found,
    *,
    title: str,
    description: str,
    names: Names,
    twin: str,
    behind: Sequence[Sequence[float]] = (),
) -> Picture:
    """Draw the series of an answer; `twin` is the key of what would have happened."""
    series = found["series"]
    size = max((abs(row["treated"]) for row in series), default=0.0)
    return counterfactual(
        [Period(row["time"], row["treated"], row[twin]) for row in series],
        start=found["before"] or 0,
        names=names,
        title=title,
        description=description,
        source=words.source(found),
        behind=behind,
        digits=digits_of(size),
        words=picture_words(found["level"]),
    )
