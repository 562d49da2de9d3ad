"""What is decided of a year's priorities, and how people read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from samsyn.priorities.models import FocusArea, Priority, PriorityList
from samsyn.priorities.queries import aside_of, chosen_of
from samsyn.records.joint.kinds import Contents, Text


def contents(row: PriorityList) -> dict[str, Any]:
    """Return the list as plain values: the chosen in order, then what was set aside."""
    return {
        "year": row.year,
        "text": row.text,
        "priorities": [_priority(one) for one in (*chosen_of(row), *aside_of(row))],
    }


def _priority(row: Priority) -> dict[str, Any]:
    return {
        "key": str(row.key),
        "rank": row.rank,
        "title": row.title,
        "text": row.text,
        "why": row.why,
        "is_chosen": row.is_chosen,
        "focus": row.focus,
        "candidate": str(row.candidate_key) if row.candidate_key else None,
    }


def texts(contents: Contents) -> list[Text]:
    """Return the year, each chosen priority in order, and each that was set aside."""
    found = [Text("year", _("År"), str(contents["year"]))]
    if contents["text"]:
        found.append(Text("text", _("Inledning"), contents["text"]))
    return [*found, *(_text(one) for one in contents["priorities"])]


def _text(one: Mapping[str, Any]) -> Text:
    facts = {"rank": one["rank"], "title": one["title"]}
    heading = _("%(rank)s. %(title)s") if one["is_chosen"] else _("Lagt åt sidan: %(title)s")
    focus = str(FocusArea(one["focus"]).label) if one["focus"] in FocusArea.values else one["focus"]
    lines = [
        one["text"],
        _("Fokusområde: %(focus)s.") % {"focus": focus},
        _("Skäl: %(why)s") % {"why": one["why"]} if one["why"] else "",
    ]
    return Text(f"priority:{one['key']}", heading % facts, "\n".join(line for line in lines if line))
