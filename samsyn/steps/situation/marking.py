"""What of the lägesbild has a secrecy class: findings, paragraphs and editions."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.secrecy.classes import INTERNAL
from samsyn.secrecy.kinds import Kind, register
from samsyn.steps.situation.models import Edition, Finding, Paragraph


def register_all() -> None:
    register(_own(Finding, gettext_lazy("slutsats"), "situation:finding", lambda row: str(row.statement)))
    register(
        _own(
            Paragraph,
            gettext_lazy("stycke"),
            "situation:paragraph",
            lambda row: Truncator(row.text).chars(120),
        )
    )
    register(
        Kind(
            code="situation.edition",
            label=gettext_lazy("utgåva"),
            find=lambda pk: Edition.objects.filter(pk=pk).select_related("picture__pair__city").first(),
            pair=lambda row: row.picture.pair,
            heading=lambda row: _("utgåva %(number)s") % {"number": row.number},
            url=lambda row: str(row.get_absolute_url()),
        )
    )


def _own(model: type[Any], label: Any, page: str, heading: Any) -> Kind:
    """What one authority writes: its own staff marks it, and it is working material until it stands in an edition."""
    rows = model.objects.filter(removed_at=None).select_related("picture__pair__city")
    return Kind(
        code=str(model._meta.label_lower),
        label=label,
        find=lambda pk: rows.filter(pk=pk).first(),
        pair=lambda row: row.picture.pair,
        heading=heading,
        url=lambda row: reverse(page, args=[row.picture.pair.slug, row.pk]),
        begins=lambda _row: INTERNAL,
        owner=lambda row: str(row.party),
        is_seen=lambda row, party: row.party == party or bool(row.shared),
    )
