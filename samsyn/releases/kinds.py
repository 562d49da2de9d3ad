"""What can be released: an app registers each of its owned models with how a row is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.ui.templatetags.numbers import short_day


@dataclass(frozen=True)
class Kind:
    """One owned model.

    standing     the pair's rows that stand, of both parties
    heading      what a row says, in a line
    url          where it is read
    has_figures  whether it can be released without its figures
    withdrawn    what must follow when a row of a pair (None: of a city) is taken back: texts that still hold it are made anew
    group        "text" for what people write, "figures" for datasets: each has its own form
    owner_field  the row's field with its owner's party
    scopes       how much can be released, the least first, as code and words; empty: `models.Scope`
    is_of_city   a release holds for the whole city, not for one pair
    may_release  who of the owner's authority may release the row, besides those who write in the pair
    lacking      what must be released first, as a sentence; "" when nothing is
    byline       who made the row and when, in words
    topic        what a row is about, in words: rows of both parties stand side by side under it; "" for the kind's own label
    """

    model: type[Any]
    label: str | Promise
    standing: Callable[[AreaPair], QuerySet[Any]]
    heading: Callable[[Any], str]
    url: Callable[[Any, AreaPair], str]
    withdrawn: Callable[[Any, Any, Member], None] = lambda _row, _pair, _by: None
    has_figures: bool = False
    group: str = "text"
    owner_field: str = "party"
    scopes: tuple[tuple[str, str | Promise], ...] = ()
    is_of_city: bool = False
    may_release: Callable[[Member, Any], bool] = lambda _by, _row: True
    lacking: Callable[[Any, str], str] = lambda _row, _scope: ""
    byline: Callable[[Any], str] = lambda row: f"{row.written_by.name}, {short_day(row.written_at)}"
    topic: Callable[[Any], str] = lambda _row: ""

    def owner_of(self, row: Any) -> str:
        return str(getattr(row, self.owner_field))

    def words_of(self, scope: str) -> str:
        """How much a scope is, in words."""
        from samsyn.releases.models import Scope

        return str(dict(self.scopes or Scope.choices).get(scope, scope))

    @property
    def code(self) -> str:
        return str(self.model._meta.label_lower)


Holder = Callable[[Any, Any], str]  # the row, and the pair; None for what belongs to the whole city
Lock = Callable[[Any], None]  # the pair, or the city
_kinds: dict[str, Kind] = {}
_holders: dict[str, list[Holder]] = {}
_locks: dict[str, list[Lock]] = {}


def register(kind: Kind) -> None:
    _kinds[kind.code] = kind


def register_holder(code: str, holder: Holder) -> None:
    """Add what may hold a row so that it cannot be taken back: it returns a sentence, or "" while the row is free of it."""
    _holders.setdefault(code, []).append(holder)


def register_lock(code: str, lock: Lock) -> None:
    """Add what is locked before a row is taken back, so that no text takes it up in the same moment."""
    _locks.setdefault(code, []).append(lock)


def lock_holders(code: str, where: Any) -> None:
    """Lock what may hold a row of the kind, in the pair or in the city that it belongs to. The caller is in a transaction."""
    for lock in _locks.get(code, []):
        lock(where)


def held_by(kind: Kind, row: Any, pair: AreaPair | None) -> str:
    """Return what holds the row, as a sentence; "" when it can be taken back."""
    return next((said for holder in _holders.get(kind.code, []) if (said := holder(row, pair))), "")


def every(group: str = "") -> list[Kind]:
    """Return the kinds, or those of one group."""
    return [kind for kind in _kinds.values() if group in {"", kind.group}]


def kind_of(code: str) -> Kind | None:
    return _kinds.get(code)
