"""What the calendar does with agreements: they come into force, are replaced and end, each on its day and exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from samsyn.agreements.models import Agreement
from samsyn.agreements.periods import ALONE
from samsyn.agreements.workflow import EndReason, Stage
from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.places.models import AreaPair

_ENDS, _BEGINS = 0, 1  # on the same day the old one ends before the next begins


@dataclass(frozen=True, order=True)
class _Due:
    """Something that a day brings with it, in the order in which days bring things."""

    on: date
    what: int
    pk: int


def keep_dates(day: date, *, pair: AreaPair | None = None) -> int:
    """Let everything happen that the calendar has brought until and with the day; return how many changes.

    pair  only this pair's agreements

    Things happen in the order of their own days, also when nobody asked for a month, so the log reads the same.
    Safe to run twice and by two at once. The log entries have no person; their facts hold the day that counts.
    """
    count = 0
    while due := min(_due(day, pair), default=None):
        count += _end(due) if due.what == _ENDS else _begin(due)
    return count


def _due(day: date, pair: AreaPair | None) -> Iterator[_Due]:
    rows = Agreement.objects.filter(
        Q(stage=Stage.SIGNED, valid_from__lte=day) | Q(stage=Stage.IN_FORCE, valid_to__lte=day)
    )
    if pair is not None:
        rows = rows.filter(pair=pair)
    for pk, stage, first, end in rows.values_list("pk", "stage", "valid_from", "valid_to"):
        if stage == Stage.SIGNED and first is not None:
            yield _Due(first, _BEGINS, pk)
        elif end is not None and not _is_replaced_by(pk, end):
            yield _Due(end, _ENDS, pk)


def _is_replaced_by(pk: int, day: date) -> bool:
    """Whether a signed successor begins by the day: the agreement then ends when that begins, and for that reason."""
    return Agreement.objects.filter(replaces=pk, stage=Stage.SIGNED, valid_from__lte=day).exists()


@transaction.atomic
def _begin(due: _Due) -> int:
    """Let an agreement come into force; first end what it takes the place of, on the same day."""
    row = Agreement.objects.select_for_update().get(pk=due.pk)
    if row.stage != Stage.SIGNED:
        return 0
    ended = sum(_ended(pk, due.on, EndReason.REPLACED, by_pk=row.pk) for pk in _yielding(row))
    row.stage = Stage.IN_FORCE
    row.save(update_fields=["stage"])
    record(Event.AGREEMENT_IN_FORCE, row, by=None, pair_id=row.pair_id, on=due.on.isoformat())
    return 1 + ended


def _yielding(row: Agreement) -> list[int]:
    """Return what is in force and must yield: what the row replaces, and any other central or local one of the pair."""
    yields = Q(pk=row.replaces_id)
    if row.kind in ALONE:
        yields |= Q(pair=row.pair_id, kind=row.kind)
    found = Agreement.objects.filter(yields, stage=Stage.IN_FORCE).exclude(pk=row.pk)
    return list(found.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _end(due: _Due) -> int:
    return _ended(due.pk, due.on, EndReason.EXPIRED)


def _ended(pk: int, on: date, reason: EndReason, *, by_pk: int | None = None) -> int:
    row = Agreement.objects.select_for_update().get(pk=pk)
    if row.stage != Stage.IN_FORCE:
        return 0
    row.stage, row.ended_on, row.end_reason = Stage.ENDED, on, reason
    row.save(update_fields=["stage", "ended_on", "end_reason"])
    more: dict[str, Any] = {} if by_pk is None else {"replaced_by": by_pk}
    record(
        Event.AGREEMENT_ENDED,
        row,
        by=None,
        pair_id=row.pair_id,
        on=on.isoformat(),
        reason=str(reason.value),
        **more,
    )
    return 1
