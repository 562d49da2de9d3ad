"""Clauses of a draft: added, changed, moved and removed. Each carries a version, so that two who write lose nothing."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.agreements.models import Agreement, Clause, Covers
from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.records.joint.services import (
    locked_piece,
    must_be_current,
    next_position,
    open_for_change,
    required,
)
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError

MOST_CLAUSES = 60  # more than anybody reads
MOST_HEADING = 120


@transaction.atomic
def add_clause(
    *, agreement: Agreement, heading: str, text: str, by: Member, covers: str = Covers.OTHER
) -> Clause:
    """Add a clause last to an agreement that is not decided, and log it."""
    held = open_for_change(agreement, by=by)
    rows = Clause.objects.filter(agreement=held)
    if rows.standing().count() >= MOST_CLAUSES:
        raise UserError(
            _(
                "Punkten sparades inte. Överenskommelsen har redan %(most)s punkter, och fler läser ingen. "
                "Ta bort eller slå ihop några."
            )
            % {"most": MOST_CLAUSES}
        )
    made = Clause.objects.create(
        agreement=held,
        position=next_position(rows),
        heading=_heading(heading),
        text=required(text, what=_("Punktens text")),
        covers=_covers(covers),
        added_by=by,
        added_at=now(),
    )
    record(Event.CLAUSE_ADDED, made, by=by, pair_id=held.pair_id, agreement=held.pk, covers=str(made.covers))
    return made


def _heading(heading: str) -> str:
    return required(heading, what=_("Punktens rubrik"))[:MOST_HEADING]


def _covers(covers: str) -> str:
    if covers not in Covers.values:
        raise UserError(
            _("Punkten sparades inte. Det framgår inte vad den handlar om. Välj i listan och spara igen.")
        )
    return str(Covers(covers).value)


@transaction.atomic
def change_clause(
    *, clause: Clause, heading: str, text: str, covers: str, version: int, by: Member
) -> Clause:
    """Change a clause of a draft, and log it.

    version  `Clause.version` as it was read; raises StaleError when somebody has saved or removed it since
    """
    held = open_for_change(clause.agreement, by=by)
    row = locked_piece(clause)
    must_be_current(row, version, theirs=f"{row.heading}\n{row.text}")
    row.heading, row.text = _heading(heading), required(text, what=_("Punktens text"))
    row.covers, row.version = _covers(covers), row.version + 1
    row.save(update_fields=["heading", "text", "covers", "version"])
    record(Event.CLAUSE_CHANGED, row, by=by, pair_id=held.pair_id, agreement=held.pk, version=row.version)
    return row


@transaction.atomic
def remove_clause(*, clause: Clause, version: int, by: Member) -> None:
    """Take a clause out of a draft, and log it. The others get new numbers."""
    held = open_for_change(clause.agreement, by=by)
    row = locked_piece(clause)
    must_be_current(row, version, theirs=f"{row.heading}\n{row.text}")
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    record(Event.CLAUSE_REMOVED, row, by=by, pair_id=held.pair_id, agreement=held.pk, version=row.version)


@transaction.atomic
def move_clause(*, clause: Clause, is_up: bool, by: Member) -> None:
    """Let a clause and its neighbour change places. The first stays first and the last stays last."""
    held = open_for_change(clause.agreement, by=by)
    rows = list(
        Clause.objects.filter(agreement=held).standing().select_for_update().order_by("position", "pk")
    )
    place = next((i for i, row in enumerate(rows) if row.pk == clause.pk), None)
    if place is None:
        raise UserError(
            _("Ingenting flyttades. Någon har tagit bort punkten. Ladda om sidan och se vad som står där nu.")
        )
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, 1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
    record(Event.CLAUSE_CHANGED, clause, by=by, pair_id=held.pair_id, agreement=held.pk, moved_to=other + 1)
