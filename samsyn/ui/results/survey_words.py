"""What the methods of surveys say alike: a value with its interval, how many answered, and the rows left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.result import Caveat, Reason
from samsyn.ui.results import Found, words


def shown(row: Mapping[str, Any], level: float, *, is_share: bool, unit: str = "") -> str:
    """Return a value and its interval in words, in per cent for shares; `unit` stands instead of the per-cent sign."""
    if row["value"] is None:
        return _("döljs, för få svar") if row.get("reason") == Reason.HIDDEN else _("går inte att beräkna")
    scale, digits = (100, 1) if is_share else (1, words.digits_of(row["value"]))
    low, high = (None if row[key] is None else scale * row[key] for key in ("low", "high"))
    value = words.number(scale * row["value"], digits)
    if is_share:
        value = f"{value} {unit}" if unit else percent(value)
    interval = words.span(low, high, level, digits)
    return f"{value} ({interval})" if interval else value


def percent(value: str) -> str:
    return _("%(value)s %%") % {"value": value}


def answers(many: int | None) -> str:
    many = many or 0
    return ngettext("%(shown)s svar", "%(shown)s svar", many) % {"shown": words.number(many)}


def few(row: Mapping[str, Any]) -> str:
    """Return the mark of a value on few answers, to stand right after it."""
    return " " + _("(få svar)") if Caveat.SMALL_BASE in row["caveats"] else ""


def subject(found: Found) -> str:
    """Return what was measured: trygg = ja eller delvis, där stad = norr."""
    told = str(found["variable"])
    if found["answers"]:
        told = f"{told} = {either(found['answers'])}"
    if found["where"]:
        told = _("%(what)s, där %(where)s") % {"what": told, "where": both(found["where"])}
    return told


def either(texts: Sequence[str]) -> str:
    told = texts[0]
    for text in texts[1:]:
        told = _("%(one)s eller %(other)s") % {"one": told, "other": text}
    return told


def both(texts: Sequence[str]) -> str:
    told = texts[0]
    for text in texts[1:]:
        told = _("%(one)s och %(other)s") % {"one": told, "other": text}
    return told


def group(row: Mapping[str, Any], by: Sequence[str]) -> str:
    return ", ".join(str(row[name]) for name in by)


def left_out(dropped: Mapping[str, int]) -> list[str]:
    """Return a sentence on the rows that were not counted, by reason; nothing when there were none."""
    meaning = {
        "no_weight": _("%(shown)s utan vikt"),
        "no_design": _("%(shown)s utan stratum, kluster eller storlek"),
        "wrong_width": _("%(shown)s med fel antal celler"),
        "other_wave": _("%(shown)s från andra omgångar"),
        "outside_where": _("%(shown)s utanför villkoret"),
        "no_answer": _("%(shown)s utan svar"),
        "no_group": _("%(shown)s utan grupp"),
    }
    parts = [meaning[key] % {"shown": words.number(many)} for key, many in dropped.items() if many]
    return [_("Rader som inte räknas: %(rows)s.") % {"rows": ", ".join(parts)}] if parts else []
