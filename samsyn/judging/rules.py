"""Who sees a judgement: one's own always, the other's when one's own is given. The one rule, for rows and for answers in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from samsyn.people.models import Party

PARTIES: tuple[str, str] = (Party.CITY.value, Party.POLICE.value)
NOBODY = ""  # a reader of neither party, and every joint text: only what both have given

T = TypeVar("T")
M = TypeVar("M", bound=Model)


def other(party: str) -> str:
    """Return the other of the two parties."""
    return PARTIES[1] if party == PARTIES[0] else PARTIES[0]


def are_both(said: Mapping[str, T]) -> bool:
    return all(party in said for party in PARTIES)


def visible(said: Mapping[str, T], reader: str) -> dict[str, T]:
    """Return what a reader may know of the answers to one question, by party.

    >>> visible({"city": 1, "police": 3}, "city"), visible({"police": 3}, "city"), visible({"police": 3}, "")
    ({'city': 1, 'police': 3}, {}, {})
    """
    if are_both(said):
        return dict(said)
    return {party: one for party, one in said.items() if party == reader and party in PARTIES}


def seen_by(rows: QuerySet[M], reader: str, *, of: Sequence[str]) -> QuerySet[M]:
    """Return the rows that a reader of this party may know of. The question to the database is the same for all.

    of  the fields that say which matter a row is about: rows alike in them answer the same question
    """

    def answered(party: str) -> Exists:
        alike = {name: OuterRef(name) for name in of}
        return Exists(rows.model._default_manager.filter(party=party, **alike))

    own = Q(party=reader) if reader in PARTIES else Q(party__in=())
    return rows.filter(own | (Q(answered(PARTIES[0])) & Q(answered(PARTIES[1]))))
