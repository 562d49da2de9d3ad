"""Goals in words: amounts, labels and periods, in the page's language."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from samsyn.steps.purpose.aims import Aim, aim_of
from samsyn.steps.purpose.models import Goal
from samsyn.steps.situation import words as situation
from samsyn.ui.templatetags.numbers import number, percent

WHOLE = 1e-9


def amount(value: float | None, kind: str) -> str:
    """Return a baseline or a target as people read it: 47 %, 65, 12,5."""
    if value is None:
        return "–"
    if kind == "share":
        return percent(value, 0 if abs(value * 100 - round(value * 100)) < 0.05 else 1)
    return number(value, 0 if abs(value - round(value)) < WHOLE else 1)


def typed(value: float | None, kind: str) -> str:
    """Return a value as a person would type it in a field: 56 for a share, 12,5."""
    if value is None:
        return ""
    text = f"{value * 100 if kind == 'share' else value:.6f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


def shown(value: float | None, aim: Aim) -> str:
    """Return a baseline as the edition shows it: a share without decimals."""
    if value is None:
        return "–"
    return percent(value) if aim.is_share else amount(value, aim.kind)


def span(aim: Aim) -> str:
    """Return "65 till 50", as much of it as is known; "" when nothing is."""
    if aim.baseline is None and aim.target is None:
        return ""
    if aim.target is None:
        return _("%(baseline)s nu") % {"baseline": shown(aim.baseline, aim)}
    if aim.baseline is None:
        return _("till %(target)s") % {"target": amount(aim.target, aim.kind)}
    return _("%(baseline)s till %(target)s") % {
        "baseline": shown(aim.baseline, aim),
        "target": amount(aim.target, aim.kind),
    }


def label(goal: Goal) -> str:
    """Return a goal in one line: "Färre våldsbrott ute, 65 till 50"."""
    found = span(aim_of(goal))
    return f"{goal.statement}, {found}" if found else goal.statement


def indicator(aim: Aim) -> str:
    """Return what is measured: "Våld utomhus, Norr"; "" when nothing is chosen."""
    known = aim.known
    name = known.label if known is not None else aim.own_measure
    return ", ".join(part for part in (name, aim.area_name if name else "") if part)


def unit(aim: Aim) -> str:
    """Return the unit in words: "händelser", "andel av de svarande", or what the parties wrote."""
    return aim.known.unit_label if aim.known is not None else aim.unit


def period(aim: Aim) -> str:
    """Return the baseline's period in words, "" for the parties' own count."""
    return situation.period(*aim.period) if aim.period is not None else ""


def length(aim: Aim) -> str:
    """Return how long the baseline's period is, as the page says it: a year, a quarter, a month."""
    return {"year": _("år"), "quarter": _("kvartal"), "month": _("månad")}.get(_length(aim), _("period"))


def _length(aim: Aim) -> str:
    from samsyn.steps.purpose.queries.in_force import grain

    return grain(*aim.period) if aim.period is not None else "year"


def lengths(count: int, aim: Aim) -> str:
    """Return a number of periods in words: two years, three quarters."""
    name = _length(aim)
    if count == 1:
        return {"quarter": _("ett kvartal"), "month": _("en månad"), "year": _("ett år")}.get(
            name, _("en period")
        )
    spelled = {2: _("två"), 3: _("tre"), 4: _("fyra"), 5: _("fem")}.get(count, str(count))
    if name == "quarter":
        return _("%(count)s kvartal") % {"count": spelled}
    if name == "month":
        return _("%(count)s månader") % {"count": spelled}
    if name == "year":
        return _("%(count)s år") % {"count": spelled}
    return _("%(count)s perioder") % {"count": spelled}


def outcome(aim: Aim) -> str:
    """Return how the outcome is counted when it is not as the baseline was, else ""."""
    if aim.periods > 1 and not aim.is_share:
        return _("Utfallet räknas över %(time)s.") % {"time": lengths(aim.periods, aim)}
    if aim.answers and aim.is_share:
        return _("Nästa mätning ska ge minst %(answers)s.") % {"answers": situation.answers(aim.answers)}
    return ""


def day(value: date | None) -> str:
    from samsyn.ui.templatetags import numbers

    return numbers.day(value)
