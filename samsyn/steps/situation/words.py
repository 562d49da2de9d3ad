"""The sentences that the lägesbild says about its figures, in the page's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samsyn.analysis.result import Caveat, Comparison
from samsyn.ui.templatetags.numbers import number, percent, short_day
from samsyn.ui.templatetags.parts import level_name

if TYPE_CHECKING:
    from samsyn.steps.situation.frames_time import Held, Trend
    from samsyn.steps.situation.models import LevelAssessment

EVIDENCE = ("statistics", "survey", "reports", "dialogue")
KINDS_OF_EVIDENCE = len(EVIDENCE)


def period(start: date, end: date) -> str:
    """Return a half-open period as people say it: 2025, kvartal 3 2025, mars 2025."""
    last = end - timedelta(days=1)
    months = (end.year - start.year) * 12 + end.month - start.month
    if start.day != 1 or end.day != 1 or months <= 0:
        return short_day(start) if start >= last else f"{short_day(start)} – {short_day(last)}"
    if months == 1:
        return format_date(start, "LLLL y", locale="sv" if _is_swedish() else "en_GB")
    if months == 3 and start.month in {1, 4, 7, 10}:
        return _("kvartal %(number)s %(year)s") % {"number": (start.month + 2) // 3, "year": start.year}
    if start.month == 1 and months == 12:
        return str(start.year)
    if start.month == 1 and months % 12 == 0:
        return f"{start.year}–{last.year}"
    return f"{short_day(start)} – {short_day(last)}"


def _is_swedish() -> bool:
    return (get_language() or "sv").startswith("sv")


def value(amount: float | None, kind: str, *, state: str = "value") -> str:
    """Return a figure as people read it; a share runs from 0 to 1. What has no value says so, never 0."""
    if amount is None:
        return {"suppressed": "..", "hidden": _("visas inte")}.get(state, "–")
    if kind == "share":
        return percent(amount)
    if kind in {"count", "population"}:
        return number(amount, 0)
    return number(amount, 0 if float(amount).is_integer() and abs(amount) >= 10 else 1)


def rate(amount: float | None) -> str:
    """Return a rate per 1 000 with as many decimals as it takes to tell neighbours apart."""
    return number(amount, rate_digits(amount))


def rate_digits(amount: float | None) -> int:
    """Two decimals under 1, one under 1 000, none above."""
    if amount is None or amount >= 1000:
        return 0
    return 2 if amount < 1 else 1


def state(code: str) -> str:
    """Return why a figure has no value, or what is special with it; "" for a plain value."""
    return {
        "suppressed": _("Källan visar inte talet, för att det är litet."),
        "missing": _("Uppgift saknas hos källan."),
        "not-applicable": _("Måttet finns inte här."),
        "preliminary": _("Preliminärt: källan kan ändra talet."),
        "hidden": _("Färre än 30 svar."),
    }.get(code, "")


def trend(
    comparison: Comparison | None, *, before: str, has_before: bool = True, crosses: bool = False
) -> str:
    """Return what the E-test says about the latest count against the one before, in plain words.

    before   the earlier period in words
    crosses  the area was drawn anew between the two, so that nothing is compared
    """
    if crosses:
        return _("Jämförs inte med %(before)s: området ritades om däremellan.") % {"before": before}
    if comparison is None:
        if has_before:
            return _("Kan inte jämföras med %(before)s: uppgift saknas.") % {"before": before}
        return _("Det finns inget tidigare tal att jämföra med.")
    few = Caveat.FEW_EVENTS in comparison.caveats
    if comparison.is_more_than_chance:
        grew = comparison.value is None or comparison.value > 1
        if grew:
            return _("Fler än %(before)s, mer än slumpen.") % {"before": before}
        return _("Färre än %(before)s, mer än slumpen.") % {"before": before}
    if few:
        return _("Ingen säkerställd förändring sedan %(before)s. Få händelser, stor osäkerhet.") % {
            "before": before
        }
    return _("Ingen säkerställd förändring sedan %(before)s.") % {"before": before}


def clumped(labels: list[str]) -> str:
    """Return the note of several metrics whose events come in clumps."""
    return _("Händelserna kommer i klumpar, så osäkerheten är större än intervallet visar: %(metrics)s.") % {
        "metrics": ", ".join(labels)
    }


def drawn_over_break(area: str, year: int) -> str:
    """Return what a series shows that is summed from smaller areas on both sides of a reform."""
    return _(
        "Kurvorna visar dagens %(area)s även före %(year)s: talen är summor av mindre områden med samma gränser hela "
        "tiden och går att jämföra."
    ) % {"area": area, "year": year}


def answers(count: int | None) -> str:
    """Return how many answered."""
    if count is None:
        return _("antal svar okänt")
    return ngettext("%(shown)s svar", "%(shown)s svar", count) % {"shown": number(count)}


def coverage_kind(code: str) -> str:
    """Return one kind of evidence as a word."""
    return {
        "statistics": _("statistik"),
        "survey": _("trygghetsundersökning"),
        "reports": _("rapporter"),
        "dialogue": _("dialog"),
    }.get(code, code)


def coverage(codes: Iterable[str]) -> str:
    """Return the kinds of evidence at hand, in words."""
    return ", ".join(coverage_kind(code) for code in codes) or _("inget underlag")


def not_tested() -> str:
    """What stands where a change is not tested: an index has no interval of its own."""
    return _("Källan ger ingen osäkerhet, så förändringen prövas inte.")


def safety_title(label: str, under: list[str], whole: str, has_whole: bool) -> str:
    """Return the finding of a block about safety as its heading."""
    if not has_whole:
        return label
    if not under:
        return _("%(label)s: inget område ligger säkert under %(whole)s") % {"label": label, "whole": whole}
    if len(under) == 1:
        return _("%(label)s: %(area)s ligger säkert under %(whole)s") % {
            "label": label,
            "area": under[0],
            "whole": whole,
        }
    return _("%(label)s: %(count)s områden ligger säkert under %(whole)s") % {
        "label": label,
        "count": len(under),
        "whole": whole,
    }


def span(interval: str) -> str:
    """10,8–12,1 -> 10,8 och 12,1, for a sentence that begins with between."""
    low, _dash, high = interval.partition("–")
    return _("%(low)s och %(high)s") % {"low": low, "high": high} if high else interval


def coverage_lacking(codes: Iterable[str]) -> str:
    """Return the kinds of evidence that are not at hand, in words; "" when none is lacking."""
    have = set(codes)
    return ", ".join(coverage_kind(code) for code in EVIDENCE if code not in have)


def per_year(trend: Trend) -> str:
    """Return a trend as per cent a year with its interval; what chance could give is not called a trend."""
    low, high = sorted((trend.low, trend.high))
    digits = 0 if abs(trend.percent) >= 2 else 1
    facts = {"since": _month(trend.since), "percent": percent(abs(trend.percent) / 100, digits)}
    if not trend.is_more_than_chance:
        facts |= {"low": _signed(low), "high": f"{_signed(high)}{percent(0)[1:]}"}
        if low > 0 or high < 0:
            return (
                _(
                    "Ingen säker trend sedan %(since)s när alla mått prövas samtidigt: %(low)s till %(high)s om året."
                )
                % facts
            )
        return _("Ingen säker trend sedan %(since)s: %(low)s till %(high)s om året.") % facts
    small, big = sorted((abs(low), abs(high)))
    facts["ends"] = f"{number(small, digits)}–{percent(big / 100, digits)}"
    if trend.percent < 0:
        return _("Minskar %(percent)s om året sedan %(since)s (%(ends)s).") % facts
    return _("Ökar %(percent)s om året sedan %(since)s (%(ends)s).") % facts


def _signed(amount: float) -> str:
    """Return a whole number with a true minus; 0 has none."""
    return number(abs(round(amount))) if round(amount) >= 0 else f"−{number(-round(amount))}"


def _month(day: date) -> str:
    return format_date(day, "LLLL y", locale="sv" if _is_swedish() else "en_GB")


def counts_between(low: float, high: float) -> str:
    return f"{number(low)}–{number(high)}"


def unusual(label: str, area: str, held: Held, value: str, *, is_high: bool) -> str:
    """Return one unusual count beside what was to be expected of it."""
    facts = {
        "metric": label,
        "area": area,
        "value": value,
        "expected": number(round(held.expected)),
        "span": counts_between(held.low, held.high),
    }
    if is_high:
        return _("%(metric)s i %(area)s: %(value)s, fler än väntat (%(expected)s, spann %(span)s).") % facts
    return _("%(metric)s i %(area)s: %(value)s, färre än väntat (%(expected)s, spann %(span)s).") % facts


def tested(found: int, series: int, when: str) -> str:
    """Return how many counts were tested, and how many stood out."""
    facts = {"series": number(series), "when": when, "found": number(found)}
    if not found and series == 1:
        return (
            _(
                "Inget var ovanligt i %(when)s. Det enda talet med så täta uppgifter prövades mot sina egna år."
            )
            % facts
        )
    if not found:
        return _("Inget var ovanligt i %(when)s. %(series)s tal prövades mot sina egna år.") % facts
    return (
        ngettext(
            "Ett av %(series)s tal var ovanligt i %(when)s, prövat mot sina egna år.",
            "%(found)s av %(series)s tal var ovanliga i %(when)s, prövade mot sina egna år.",
            found,
        )
        % facts
    )


def differing(city: str, police: str) -> str:
    """Return that the parties differ on a level, with the word of each."""
    return _("Oeniga: staden %(city)s, polisen %(police)s") % {"city": city.lower(), "police": police.lower()}


def level_of(row: LevelAssessment | None) -> str:
    """Return a joint level in words: its name, that the material is thin, that the parties differ, or that nobody has judged."""
    if row is None:
        return _("Inte bedömt")
    if row.is_differing:
        return differing(level_name(row.city_level), level_name(row.police_level))
    return level_name(row.level)
