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


def number(value: float | None, digits: int = 2) -> str:
    """Return a number with at most so many decimals: 12705.5 -> 12 705,5. Nothing is said in words."""
    if value is None:
        return _("går inte att beräkna")
    return str(format_decimal(value, format="#,##0." + "#" * digits, locale=locale())).replace("-", "−")


def fixed(value: float, digits: int) -> str:
    """Return a number with just so many decimals: 0.4 -> 0,40."""
    return str(format_decimal(value, format=f"#,##0.{'0' * digits}", locale=locale())).replace("-", "−")


def chance(p: float | None) -> str:
    if p is None:
        return _("p går inte att beräkna")
    if p < 0.0001:
        return _("p under %(limit)s") % {"limit": number(0.0001, 4)}
    return f"p = {number(p, 4)}"


def span(low: float | None, high: float | None, level: float | None, digits: int = 2) -> str:
    """Return an interval in words; nothing when there is none."""
    if low is None or high is None or level is None:
        return ""
    return _("%(low)s till %(high)s, %(level)s %% säkerhet") % {
        "low": number(low, digits),
        "high": number(high, digits),
        "level": number(100 * level, 1),
    }


def interval(found: Found, digits: int = 2) -> str:
    """Return the interval of an answer in words; nothing when there is none."""
    return span(found["low"], found["high"], found["level"], digits)


def is_more_than_chance(found: Found) -> bool:
    return found["p"] is not None and found["p"] <= 1 - found["level"]


def more_than_chance(found: Found) -> str:
    """Return whether chance alone could well give as much."""
    if is_more_than_chance(found):
        return _("Det är mer än slumpen (%(p)s).") % {"p": chance(found["p"])}
    return _("Det är inte mer än vad som kan vara slumpen (%(p)s).") % {"p": chance(found["p"])}


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
