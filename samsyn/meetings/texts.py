"""Frozen minutes as people read them, in the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from samsyn.people.models import Party
from samsyn.records.joint.kinds import Contents, Text
from samsyn.ui.templatetags.numbers import day, moment


def texts(contents: Contents) -> list[Text]:
    """Return the occasion, who was there, each item with its decision, and the notes."""
    found = [
        Text("occasion", _("Mötet"), _occasion(contents)),
        Text("attendance", _("Närvarande"), _attendance(contents["attendance"])),
        *(
            Text(
                f"item:{item['key']}",
                _("§ %(number)s %(title)s") % {"number": number, "title": item["title"]},
                _item(item),
            )
            for number, item in enumerate(contents["items"], 1)
        ),
    ]
    if contents["text"]:
        found.append(Text("text", _("Anteckningar"), contents["text"]))
    return found


def _occasion(contents: Contents) -> str:
    start, end = (datetime.fromisoformat(contents[name]) for name in ("starts_at", "ends_at"))
    said = _("%(forum)s, %(start)s till %(end)s.") % {
        "forum": contents["forum"],
        "start": moment(start),
        "end": end.strftime("%H.%M") if start.date() == end.date() else moment(end),
    }
    return f"{said} {_('Plats: %(place)s.') % {'place': contents['place']}}" if contents["place"] else said


def _attendance(rows: list[Mapping[str, Any]]) -> str:
    lines = [
        _("%(party)s: %(function)s (%(number)s), ledande ställning")
        if row["leading"]
        else _("%(party)s: %(function)s (%(number)s)")
        for row in rows
    ]
    return "\n".join(
        line
        % {
            "party": str(Party(row["party"]).label).capitalize(),
            "number": row["number"],
            "function": row["function"],
        }
        for line, row in zip(lines, rows, strict=True)
    )


def _item(item: Mapping[str, Any]) -> str:
    lines = [item["decision"] or _("Ingenting är antecknat.")]
    if item["responsible"] and item["due_on"]:
        due = day(date.fromisoformat(item["due_on"]))
        lines.append(_("Ansvarig: %(who)s, senast %(day)s.") % {"who": item["responsible"], "day": due})
    elif item["responsible"]:
        lines.append(_("Ansvarig: %(who)s.") % {"who": item["responsible"]})
    if item["is_done"]:
        lines.append(_("Klart."))
    return "\n".join(lines)
