"""What can be released: an app registers each of its owned models with how a row is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from samsyn.people.models import Member
from samsyn.places.models import AreaPair


@dataclass(frozen=True)
class Kind:
    """One owned model.

    standing     the pair's rows that stand, of both parties
    heading      what a row says, in a line
    url          where it is read
    has_figures  whether it can be released without its figures
    withdrawn    what must follow when a row is taken back: texts that still hold it are made anew
    """

    model: type[Any]
    label: str | Promise
    standing: Callable[[AreaPair], QuerySet[Any]]
    heading: Callable[[Any], str]
    url: Callable[[Any, AreaPair], str]
    withdrawn: Callable[[Any, AreaPair, Member], None] = lambda _row, _pair, _by: None
    has_figures: bool = False

    @property
    def code(self) -> str:
        return str(self.model._meta.label_lower)


Holder = Callable[[Any, AreaPair], str]
_kinds: dict[str, Kind] = {}
_holders: dict[str, list[Holder]] = {}


def register(kind: Kind) -> None:
    _kinds[kind.code] = kind


def register_holder(code: str, holder: Holder) -> None:
    """Add what may hold a row so that it cannot be taken back: it returns a sentence, or "" while the row is free of it."""
    _holders.setdefault(code, []).append(holder)


def held_by(kind: Kind, row: Any, pair: AreaPair) -> str:
    """Return what holds the row, as a sentence; "" when it can be taken back."""
    return next((said for holder in _holders.get(kind.code, []) if (said := holder(row, pair))), "")


def every() -> list[Kind]:
    return list(_kinds.values())


def kind_of(code: str) -> Kind | None:
    return _kinds.get(code)
