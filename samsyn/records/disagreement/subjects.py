"""What a disagreement can be about: every joint matter, and what an app that decides in its own way says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from samsyn.places.models import AreaPair
from samsyn.records.joint import kinds
from samsyn.records.services import Subject

IN_REVIEW = "in-review"  # what both the joint matters and the editions call it


@dataclass(frozen=True)
class Found:
    """A text that both read: the matter, whether it is on review now, and where it is read."""

    subject: Subject
    is_in_review: bool
    url: str


Finder = Callable[[AreaPair, int], Found | None]
_others: dict[str, tuple[str, Finder]] = {}  # code in addresses -> type of the row, how it is found


def register(code: str, subject_type: str, find: Finder) -> None:
    """Say how a text that is no joint matter is found by its primary key."""
    _others[code] = (subject_type, find)


def code_of(subject_type: str) -> str:
    """Return the code that stands for the type of row in addresses, or ""."""
    for kind in kinds.kinds():
        if kind.model._meta.label_lower == subject_type:
            return kind.code
    return next((code for code, (known, _find) in _others.items() if known == subject_type), "")


def find(pair: AreaPair, code: str, pk: int) -> Found | None:
    """Return the text of the pair by its code and primary key, or None."""
    if code in _others:
        return _others[code][1](pair, pk)
    from samsyn.records.joint import services as joint

    kind = kinds.find(code)
    row = kind.model._default_manager.filter(pair=pair, pk=pk).first() if kind else None
    if row is None:
        return None
    row.pair = pair
    url = reverse("records:decide", args=[pair.slug, code, pk])
    return Found(joint.subject(row), row.state == IN_REVIEW, url)
