"""Where disagreements are listed: on the text that they are about, and on the decisions of a pair or of the whole city."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from samsyn.places.models import AreaPair
from samsyn.records.disagreement import queries, subjects
from samsyn.records.disagreement.rules import may_speak

register = template.Library()


@register.inclusion_tag("records/disagreement/_of_text.html", takes_context=True)
def disagreements_of(context: dict[str, Any], row: Any, is_section: bool = False) -> dict[str, Any]:
    """The disagreements about a text, and the way to take one up while it is on review.

    is_section  they stand in the page itself, not beside it
    """
    member, pair = context["request"].user, context["pair"]
    kind = row._meta.label_lower
    rows = queries.of_subject(kind, row.pk)
    may_raise = (
        row.state == subjects.IN_REVIEW
        and not pair.is_whole
        and not any(one.is_open for one in rows)
        and may_speak(member, pair)
    )
    code = subjects.code_of(kind) if may_raise else ""
    return {
        "rows": [{"row": one, "url": queries.address(one)} for one in rows],
        "is_section": is_section,
        "raise_url": reverse("records:disagreement_raise", args=[pair.slug, code, row.pk]) if code else "",
    }


@register.inclusion_tag("records/disagreement/_of_pair.html", takes_context=True)
def disagreements_in(context: dict[str, Any], pair: AreaPair) -> dict[str, Any]:
    """The disagreements of a pair; for the whole city those that have come up and that the reader may know of."""
    member = context["request"].user
    rows = queries.at_level(pair, member) if pair.is_whole else queries.in_pair(pair)
    return {
        "rows": [{"row": one, "url": queries.address(one)} for one in rows],
        "pair": pair,
        "is_whole": pair.is_whole,
    }
