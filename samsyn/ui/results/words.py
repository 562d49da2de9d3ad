"""Numbers, intervals and chances as the sentences of results say them, in the page's language."""

from __future__ import annotations

from babel.numbers import format_decimal
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samsyn.ui.results import Found


def locale() -> str:
    return "sv" if (get_language() or "sv").startswith("sv") else "en_GB"


def language() -> str:
    """Return sv or en."""
    return locale()[:2]


def digits_of(value: float | None, most: int = 2) -> int:
    """Return how many decimals a number of that size is worth: `most` under 100, one under 1 000, else none.

    >>> digits_of(3.14159), digits_of(3.14159, 3), digits_of(-314.159), digits_of(3141.59)
    (2, 3, 1, 0)
    """
    size = abs(value or 0.0)
    return most if size < 100 else min(most, 1) if size < 1000 else 0


def number(value: float | None, digits: int | None = None) -> str:
    """Return a number with at most so many decimals, else as many as its size is worth. Nothing is said in words."""
    if value is None:
        return _("går inte att beräkna")
    digits = digits_of(value) if digits is None else digits
    return _signed(str(format_decimal(value, format="#,##0." + "#" * digits, locale=locale())))


def fixed(value: float, digits: int) -> str:
    """Return a number with just so many decimals: 0.4 -> 0,40."""
    return _signed(str(format_decimal(value, format=f"#,##0.{'0' * digits}", locale=locale())))


def _signed(told: str) -> str:
    """Return the number with a true minus; what is written as 0 has no sign."""
    return told.replace("-", "−") if any(sign in told for sign in "123456789") else told.removeprefix("-")


def amount(value: float, digits: int) -> str:
    """Return the size of a change; one that would be written as 0 is less than the least that can be written."""
    least = 10.0**-digits
    if abs(value) < least / 2:
        return _("mindre än %(limit)s") % {"limit": number(least, digits)}
    return number(abs(value), digits)


def chance(p: float | None) -> str:
    if p is None:
        return _("p går inte att beräkna")
    if p < 0.0001:
        return _("p under %(limit)s") % {"limit": number(0.0001, 4)}
    return f"p = {number(p, 4)}"


def span(low: float | None, high: float | None, level: float | None, digits: int | None = None) -> str:
    """Return an interval in words; nothing when there is none."""
    if low is None or high is None or level is None:
        return ""
    digits = digits_of(max(abs(low), abs(high))) if digits is None else digits
    return _("%(low)s till %(high)s, %(level)s %% säkerhet") % {
        "low": number(low, digits),
        "high": number(high, digits),
        "level": number(100 * level, 1),
    }


def interval(found: Found, digits: int | None = None) -> str:
    """Return the interval of an answer in words; nothing when there is none."""
    return span(found["low"], found["high"], found["level"], digits)


def is_more_than_chance(found: Found) -> bool:
    return found["p"] is not None and found["p"] <= 1 - found["level"]


def more_than_chance(found: Found) -> str:
    """Return whether chance alone could well give as much."""
    if is_more_than_chance(found):
        return _("Det är mer än slumpen (%(p)s).") % {"p": chance(found["p"])}
    return _("Det är inte mer än vad som kan vara slumpen (%(p)s).") % {"p": chance(found["p"])}


def is_in_clumps_chance(found: Found, none: float) -> bool:
    """Whether chance can give as much when events come in clumps: the wider interval holds `none`."""
    return found["scaled_low"] is not None and found["scaled_low"] <= none <= found["scaled_high"]


def in_clumps(found: Found) -> str:
    """Return the wider interval, for events that come in clumps."""
    low, high = found["scaled_low"], found["scaled_high"]
    digits = digits_of(max(abs(low), abs(high)))
    return _("När händelserna kommer i klumpar: %(low)s till %(high)s.") % {
        "low": number(low, digits),
        "high": number(high, digits),
    }


def rows(many: int) -> str:
    return ngettext("%(shown)s rad", "%(shown)s rader", many) % {"shown": number(many)}


def events(many: int) -> str:
    return ngettext("%(shown)s händelse", "%(shown)s händelser", many) % {"shown": number(many)}


def source(found: Found) -> str:
    """Return the line under a picture: what it was reckoned by."""
    names = dict.fromkeys([found["method"], found["estimator"]])
    return _("Källa: filen eller talen som kommandot fick. Beräkning: %(names)s.") % {
        "names": ", ".join(names)
    }
