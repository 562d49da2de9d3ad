"""`{% secrecy row %}`: the fold that says how secret the page's object is, and leads to where it is changed."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model

from samsyn.secrecy.access import thing_of
from samsyn.secrecy.classes import every
from samsyn.secrecy.queries import history

register = template.Library()


@register.inclusion_tag("secrecy/parts/fold.html", takes_context=True)
def secrecy(context: dict[str, Any], row: Any) -> dict[str, Any]:
    """Show the object's class with its sentence and paragraph, folded; nothing for one who may not know of the row."""
    member = getattr(context.get("request"), "user", None)
    thing = thing_of(member, row) if member is not None and isinstance(row, Model) and row.pk else None
    if thing is None:
        return {"thing": None}
    marks = history(thing.kind.code, thing.subject)
    found = marks[0].secrecy_class if marks else every()[thing.kind.begins(thing.row)]
    return {"thing": thing, "found": found, "mark": marks[0] if marks else None}
