"""Where the text of a decision is read: a joint matter has its page here, others say theirs."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from samsyn.places.models import AreaPair
from samsyn.records.joint.kinds import kinds
from samsyn.records.models import Decision

Address = Callable[[AreaPair, int], str]
_others: dict[str, Address] = {}


def register(subject_type: str, address: Address) -> None:
    """Say where what was decided of a kind of row is read; the row's primary key is given."""
    _others[subject_type] = address


def address_of(decision: Decision, pair: AreaPair) -> str:
    """Return the page with the exact text, or "" when nobody has said where it is."""
    for kind in kinds():
        if kind.model._meta.label_lower == decision.subject_type:
            return reverse("records:decide", args=[pair.slug, kind.code, decision.subject_id])
    known = _others.get(decision.subject_type)
    return known(pair, decision.subject_id) if known else ""
