"""Saying who does what in the work, by function and party."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member, Party
from samsyn.records.joint.services import (
    locked_piece,
    must_be_current,
    next_position,
    open_for_change,
    required,
)
from samsyn.steps.method.models import WorkFunction, WorkPlan
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError


@transaction.atomic
def add_function(*, plan: WorkPlan, function: str, party: str, task: str, by: Member) -> WorkFunction:
    """Add a function. Both parties say who does what; the task may come later, but before the decision."""
    held = open_for_change(plan, by=by)
    row: WorkFunction = WorkFunction.objects.create(
        plan=held,
        function=required(function, what=_("Funktionen")),
        party=_known(party),
        task=task.strip(),
        position=next_position(held.functions),
        added_by=by,
        added_at=now(),
    )
    _log(row, held, by)
    return row


@transaction.atomic
def change_function(
    *, function: WorkFunction, version: int, by: Member, name: str, party: str, task: str
) -> WorkFunction:
    """Change a function: what it is called, whose it is and its task."""
    held = open_for_change(function.plan, by=by)
    row = locked_piece(function)
    must_be_current(row, version, theirs=theirs(row))
    row.function, row.party, row.task = required(name, what=_("Funktionen")), _known(party), task.strip()
    row.version += 1
    row.save(update_fields=["function", "party", "task", "version"])
    _log(row, held, by)
    return row


@transaction.atomic
def remove_function(*, function: WorkFunction, by: Member, version: int | None = None) -> None:
    """Take a function out of the plan. `version` is the one that was read, when the caller knows it."""
    held = open_for_change(function.plan, by=by)
    row = locked_piece(function)
    must_be_current(row, row.version if version is None else version, theirs=theirs(row))
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    _log(row, held, by, is_removed=True)


def _log(row: WorkFunction, plan: WorkPlan, by: Member, *, is_removed: bool = False) -> None:
    record(
        Event.FUNCTION_SET,
        row,
        by=by,
        pair_id=plan.pair_id,
        plan=plan.pk,
        party=row.party,
        version=row.version,
        is_removed=is_removed,
    )


def _known(party: str) -> str:
    if party not in Party.values:
        raise UserError(
            _("Funktionen sparades inte. Parten är okänd. Välj staden, polisen eller en extern part.")
        )
    return party


def theirs(row: WorkFunction) -> str:
    """Return what stands in a function now, for one who was second to save."""
    return f"{row.function}\n\n{row.task}"
