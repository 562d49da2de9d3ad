"""Reading joint matters of every kind: what is being prepared, what waits for whom, what was decided."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from samsyn.people.models import Party
from samsyn.places.models import AreaPair
from samsyn.records import signatures
from samsyn.records.joint.kinds import Kind, Text, kind_of, kinds
from samsyn.records.joint.models import Joint
from samsyn.records.joint.workflow import JointState
from samsyn.records.models import Approval
from samsyn.records.services import PARTIES


@dataclass(frozen=True)
class Matter:
    """A matter without its text: what lists, the wheel and "väntar på dig" need.

    approved_by  the parties whose approval of exactly this text holds
    """

    kind: Kind[Any]
    pk: int
    key: str
    number: int
    state: str
    checksum: str
    title: str
    decided_at: datetime | None
    added_at: datetime
    approved_by: frozenset[str]

    @property
    def lacks(self) -> tuple[Party, ...]:
        """The parties that have not approved."""
        return tuple(party for party in PARTIES if party not in self.approved_by)

    @property
    def is_in_review(self) -> bool:
        return self.state == JointState.IN_REVIEW

    @property
    def is_decided(self) -> bool:
        return self.state == JointState.DECIDED


def matters(pair: AreaPair, *, codes: Iterable[str] = (), states: Iterable[JointState] = ()) -> list[Matter]:
    """Return every standing matter of the pair (or of the kinds and states named), kind by kind, oldest first."""
    wanted, among = set(codes), set(states)
    rows = [
        (kind, row)
        for kind in kinds()
        if not wanted or kind.code in wanted
        for row in _rows(kind, pair, among)
    ]
    holding = _holding([row for _kind, row in rows if row.state == JointState.IN_REVIEW])
    return [_matter(kind, row, pair, holding) for kind, row in rows]


def _rows(kind: Kind[Any], pair: AreaPair, states: set[JointState]) -> list[Any]:
    rows = kind.model._default_manager.filter(pair=pair).standing().defer("canonical").order_by("pk")
    if states:
        rows = rows.filter(state__in=states)
    return list(rows.select_related(*kind.related) if kind.related else rows)


def _matter(kind: Kind[Any], row: Any, pair: AreaPair, holding: set[tuple[str, int, str, str]]) -> Matter:
    row.pair = pair
    approved = frozenset(
        str(party)
        for party in PARTIES
        if (row._meta.label_lower, row.pk, row.checksum, str(party)) in holding
    )
    return Matter(
        kind=kind,
        pk=row.pk,
        key=str(row.key),
        number=row.number,
        state=row.state,
        checksum=row.checksum,
        title=kind.title(row),
        decided_at=row.decided_at,
        added_at=row.added_at,
        approved_by=approved,
    )


def _holding(rows: Sequence[Joint]) -> set[tuple[str, int, str, str]]:
    """Return the approvals that hold, each with a good signature: subject type, id, checksum and party."""
    if not rows:
        return set()
    wanted = Q()
    for row in rows:
        wanted |= Q(subject_type=row._meta.label_lower, subject_id=row.pk)
    found = Approval.objects.filter(wanted, voided_at=None).select_related("pair__city")
    return {(row.subject_type, row.subject_id, row.checksum, row.party) for row in signatures.good(found)}


def contents_of(row: Joint) -> dict[str, Any]:
    """Return the frozen contents of a text that was sent to review or decided; {} of a draft."""
    return json.loads(row.canonical) if row.canonical else {}


def contents_now(row: Joint) -> dict[str, Any]:
    """Return what the text would say now: the frozen contents, or for a draft what it holds."""
    from samsyn.records.canonical import dumps

    return contents_of(row) or json.loads(dumps(kind_of(row).contents(row)))


def texts_of(kind: Kind[Any], contents: Mapping[str, Any]) -> list[Text]:
    """Return the contents as people read them; nothing of nothing."""
    return kind.texts(contents) if contents else []


def decided_before(row: Joint) -> Joint | None:
    """Return the decided row whose text this one's is compared with, or None."""
    found: Joint | None = kind_of(row).before(row)
    return found


def newest(row: Joint) -> Joint:
    """Return the newest standing version of the same matter: a draft under way, else the decided one."""
    rows = type(row)._default_manager.filter(key=row.key).standing()
    return rows.order_by("-number").first() or row


def versions(row: Joint) -> list[Joint]:
    """Return every version of the matter, newest first, without their texts."""
    return list(type(row)._default_manager.filter(key=row.key).defer("canonical").order_by("-number"))
