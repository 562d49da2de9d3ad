"""What a clause points at: problems, goals and actions of the pair, by the key that lasts from version to version."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.agreements.models import Clause, ClauseTarget, TargetKind
from samsyn.agreements.queries.things import things
from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.records.joint.services import locked_piece, open_for_change
from samsyn.ui.errors import UserError


@transaction.atomic
def point_clause(*, clause: Clause, kind: str, key: UUID, by: Member) -> ClauseTarget:
    """Let a clause of a draft point at something of the pair, and log it. Pointing twice is pointing once."""
    held = open_for_change(clause.agreement, by=by)
    row = _standing(clause)
    found = things(held.pair).get((str(kind), key))
    if found is None or not found.is_open_to_point_at:
        raise UserError(
            _(
                "Punkten knöts inte. Det den skulle peka på finns inte längre i områdesparet. "
                "Ladda om sidan och välj bland det som gäller nu."
            )
        )
    made, is_new = ClauseTarget.objects.get_or_create(
        clause=row,
        kind=str(TargetKind(kind).value),
        target_key=key,
        defaults={"title": found.title[:200]},
    )
    if is_new:
        record(
            Event.CLAUSE_POINTED,
            row,
            by=by,
            pair_id=held.pair_id,
            agreement=held.pk,
            kind=made.kind,
            at=str(key),
        )
    return made


@transaction.atomic
def unpoint_clause(*, target: ClauseTarget, by: Member) -> None:
    """Let a clause of a draft no longer point at something, and log it."""
    clause = Clause.objects.select_related("agreement__pair").get(pk=target.clause_id)
    held = open_for_change(clause.agreement, by=by)
    count, _rows = ClauseTarget.objects.filter(pk=target.pk).delete()
    if count:
        record(
            Event.CLAUSE_POINTED,
            clause,
            by=by,
            pair_id=held.pair_id,
            agreement=held.pk,
            kind=target.kind,
            no_longer_at=str(target.target_key),
        )


@transaction.atomic
def point_at(*, clause: Clause, wanted: Iterable[tuple[str, UUID]], by: Member) -> None:
    """Let a clause point at exactly the things named, each by kind and key."""
    named = {(str(kind), key) for kind, key in wanted}
    standing = {(one.kind, one.target_key): one for one in ClauseTarget.objects.filter(clause=clause)}
    for what, target in standing.items():
        if what not in named:
            unpoint_clause(target=target, by=by)
    order = TargetKind.values
    for kind, key in sorted(named - set(standing), key=lambda what: (order.index(what[0]), str(what[1]))):
        point_clause(clause=clause, kind=kind, key=key, by=by)


def _standing(clause: Clause) -> Clause:
    row = locked_piece(clause)
    if row.removed_at is not None:
        raise UserError(
            _("Punkten knöts inte. Någon har tagit bort den. Ladda om sidan och se vad som står där nu.")
        )
    return row
