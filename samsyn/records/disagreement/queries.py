"""Reading disagreements: what a member may see of each, those of a text, a pair and a level, and what waits for her."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from samsyn.people import access
from samsyn.people.models import Member, Party
from samsyn.places.models import AreaPair
from samsyn.records.disagreement.models import Disagreement, DisagreementState, Standpoint
from samsyn.records.disagreement.rules import are_seen, may_answer, may_speak
from samsyn.records.services import PARTIES


@dataclass(frozen=True)
class View:
    """One party's view as a reader may see it: its text, or only whether it is written."""

    party: Party
    standpoint: Standpoint | None  # None while it is not hers to read, or not written
    is_written: bool


@dataclass(frozen=True)
class Shown:
    """A disagreement as one member may see it."""

    row: Disagreement
    views: tuple[View, ...]
    are_seen: bool
    may_write: bool  # her own party's view
    may_answer: bool
    may_withdraw: bool

    @property
    def url(self) -> str:
        return address(self.row)

    @property
    def lacking(self) -> tuple[Party, ...]:
        """The parties that have not written."""
        return tuple(view.party for view in self.views if not view.is_written)


def address(row: Disagreement) -> str:
    """Return the page of a disagreement."""
    return reverse("records:disagreement", args=[row.pair.slug, row.pk])


def _rows() -> QuerySet[Disagreement]:
    rows = Disagreement.objects.select_related(
        "pair__city", "level__city", "raised_by__organisation", "closed_by__organisation"
    )
    return rows.prefetch_related("standpoints__written_by").order_by("answer_by", "pk")


def of_subject(subject_type: str, pk: int) -> list[Disagreement]:
    """Return every disagreement about a text, the open one first, then the newest."""
    rows = list(_rows().filter(subject_type=subject_type, subject_id=pk).order_by("-raised_at", "-pk"))
    return sorted(rows, key=lambda row: not row.is_open)


def in_pair(pair: AreaPair) -> list[Disagreement]:
    """Return every disagreement of the pair: the open ones by their day, then those that are closed, newest first."""
    rows = list(_rows().filter(pair=pair))
    closed = sorted((row for row in rows if row.closed_at), key=lambda row: str(row.closed_at), reverse=True)
    return [*(row for row in rows if row.is_open), *closed]


def at_level(level: AreaPair, member: Member) -> list[Disagreement]:
    """Return those open on the level that the member may know of: she reads the pair that each is about."""
    rows = _rows().filter(level=level, state=DisagreementState.OPEN)
    return list(rows.filter(pair__in=access.visible_pairs(member)))


def find(pair: AreaPair, pk: int) -> Disagreement | None:
    """Return the disagreement of the pair, or None."""
    return _rows().filter(pair=pair, pk=pk).first()


def shown(row: Disagreement, member: Member) -> Shown:
    """Return the disagreement as the member may see it: the other party's view when both are to be seen."""
    written = {one.party: one for one in row.standpoints.all()}
    seen = are_seen(row, written)
    speaks = row.is_open and may_speak(member, row.pair)
    return Shown(
        row=row,
        views=tuple(
            View(
                party,
                written.get(party) if seen or member.party == party else None,
                party in written,
            )
            for party in PARTIES
        ),
        are_seen=seen,
        may_write=speaks and not (seen and member.party in written),
        may_answer=row.is_open and seen and may_answer(member, row),
        may_withdraw=speaks and member.party == row.party,
    )


def waiting(pair: AreaPair, member: Member, rights: access.Rights) -> list[Disagreement]:
    """Return the open ones in which the member's hand is needed on this pair's home: to answer, or to write a view."""
    speaks = member.party in PARTIES and (rights.may_write or rights.may_approve)
    if not speaks:
        return []
    if pair.is_whole:
        return at_level(pair, member) if rights.may_approve else []
    rows = _rows().filter(pair=pair, state=DisagreementState.OPEN)
    return list(rows.exclude(standpoints__party=member.party))


def to_answer(levels: Iterable[AreaPair], member: Member) -> list[Disagreement]:
    """Return what waits for the member's answer on any of the levels, by day."""
    mine = [level.pk for level in levels if level.is_whole and access.may_approve(member, level)]
    if not mine:
        return []
    rows = _rows().filter(Q(level__in=mine), state=DisagreementState.OPEN)
    return list(rows.filter(pair__in=access.visible_pairs(member)))
