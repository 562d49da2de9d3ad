"""What trend, alarm, its and mannkendall share: what was left out of a series, how its rows are called, its picture's points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.ui.results import Found, codes, words

Row = Mapping[str, Any]
LONGEST = 400  # periods in a picture
SHOWN = 25  # series in a picture


def left_out(found: Found) -> list[str]:
    """Return what rows could not be counted, of methods that need a time and a count."""
    if not (left := sum(found["dropped"].values())):
        return []
    return [
        _("%(rows)s räknades inte: tid eller antal saknas, eller fel antal celler.")
        % {"rows": words.rows(left)}
    ]


def doubts(found: Found) -> list[str]:
    """Return what the times of several series say of what is not known."""
    lines = []
    if found["absent"]:
        lines.append(
            ngettext(
                "%(shown)s period saknar rad och räknas inte. Om ingenting hände behövs en rad med 0.",
                "%(shown)s perioder saknar rad och räknas inte. Om ingenting hände behövs en rad med 0.",
                found["absent"],
            )
            % {"shown": words.number(found["absent"])}
        )
    if found["period"] == "unit":
        lines.append(_("Tiden är löpnummer, som togs som månader."))
    return lines


def events_per(kind: str) -> str:
    """Return what the axis counts: events of what period."""
    told = {
        "month": _("Händelser per månad"),
        "quarter": _("Händelser per kvartal"),
        "year": _("Händelser per år"),
        "day": _("Händelser per dygn"),
    }
    return told.get(kind) or _("Händelser per period")


def period(time: object, kind: str) -> str:
    """Return the name of a period; a running number says what it is."""
    return _("period %(number)s") % {"number": time} if kind == "unit" else str(time)


def name_of(row: Row, own: frozenset[str]) -> str:
    """Return what a series is called: the values of the columns of --by; nothing when there are none."""
    return ", ".join(str(row[key]) for key in row if key not in own)


def not_estimable(name: str, reason: str) -> str:
    return _("%(name)s: går inte att beräkna, %(reason)s.") % {"name": name, "reason": codes.reason(reason)}


def series(many: int) -> str:
    return ngettext("%(shown)s serie", "%(shown)s serier", many) % {"shown": words.number(many)}


def others(many: int) -> str:
    return _("De övriga %(many)s finns i --json.") % {"many": words.number(many)}


def latest(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the periods that a picture has room for."""
    return rows[-LONGEST:]


def only_latest(rows: Sequence[Row]) -> str:
    """Return the sentence that says so, or nothing."""
    if len(rows) <= LONGEST:
        return ""
    return " " + _("Bara de %(many)s senaste perioderna ritas.") % {"many": words.number(LONGEST)}


def only_some(drawn: int, every: int) -> str:
    """Return that not all series are drawn, or nothing."""
    if drawn >= every:
        return ""
    return " " + _("%(drawn)s av %(every)s serier ritas.") % {
        "drawn": words.number(drawn),
        "every": words.number(every),
    }
