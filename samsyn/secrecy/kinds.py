"""What can be marked: an app registers each of its models by its code, from its `apps.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from samsyn.places.models import AreaPair, City
from samsyn.secrecy.classes import INTERNAL, OPEN


def draft_is_internal(row: Any) -> str:
    """A joint matter is internal until both have decided it; then it is a finished document."""
    return OPEN if row.decided_at else INTERNAL


@dataclass(frozen=True)
class Kind:
    """One kind of object.

    code     the model's label in lower case: "situation.finding"
    label    what it is called
    find     the row by its primary key, with what the other functions read; None when there is none
    pair     the pair it belongs to, or None for what a whole city has
    city     its city; only asked when there is no pair
    heading  what it says, in a line
    url      the page where it is read
    begins   the class of a row that nobody has marked
    subject  what lasts: the primary key, or the key that every version has
    owner    the authority that owns it, "" for what both do
    is_seen  whether a reader of a party may know of the row
    """

    code: str
    label: str | Promise
    find: Callable[[int], Any]
    pair: Callable[[Any], AreaPair | None]
    heading: Callable[[Any], str]
    url: Callable[[Any], str]
    begins: Callable[[Any], str] = draft_is_internal
    subject: Callable[[Any], str] = lambda row: str(row.pk)
    owner: Callable[[Any], str] = lambda _row: ""
    city: Callable[[Any], City | None] = lambda _row: None
    is_seen: Callable[[Any, str], bool] = lambda _row, _party: True


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.code] = kind


def every() -> list[Kind]:
    """Return every kind, by its code."""
    return [_kinds[code] for code in sorted(_kinds)]


def kind_of(code: str) -> Kind | None:
    return _kinds.get(code)


def of_row(row: Any) -> Kind | None:
    """Return the kind of a row, or None when it cannot be marked."""
    return _kinds.get(row._meta.label_lower)


def versioned(
    model: type[Any],
    *,
    label: str | Promise,
    heading: Callable[[Any], str],
    matter: str = "",
    url: Callable[[Any], str] = lambda row: str(row.get_absolute_url()),
) -> Kind:
    """Return the kind of what both decide, or of a piece of it: its marking follows its key into the next version.

    matter  the way from a piece to the matter, as `select_related` names it: "action__plan"; "" for the matter itself
    """
    path = f"{matter}__pair__city" if matter else "pair__city"

    def whole(row: Any) -> Any:
        for name in filter(None, matter.split("__")):
            row = getattr(row, name)
        return row

    return Kind(
        code=str(model._meta.label_lower),
        label=label,
        find=lambda pk: model._default_manager.filter(pk=pk).select_related(path).first(),
        pair=lambda row: whole(row).pair,
        heading=heading,
        url=url,
        begins=lambda row: draft_is_internal(whole(row)),
        subject=lambda row: str(row.key),
    )
