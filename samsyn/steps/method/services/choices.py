"""Choosing methods for the causes of a problem, and saying aloud which causes nobody works on."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

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
from samsyn.steps.method import library
from samsyn.steps.method.models import MethodChoice, WorkPlan
from samsyn.steps.method.queries.causes import causes_of
from samsyn.steps.problem.models import Cause
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError


@transaction.atomic
def choose_method(
    *, plan: WorkPlan, cause: Cause, why: str, by: Member, method: str = "", own_method: str = ""
) -> MethodChoice:
    """Choose a method of the library, or the parties' own, for a cause. A cause that was left out is taken up again.

    Raises UserError when the cause is not of the plan's problem, no method or two are given, or it is chosen already.
    """
    held = open_for_change(plan, by=by)
    here = _cause_here(held, cause)
    code, own = _one_method(method, own_method)
    reason = required(why, what=_("Varför ni väljer metoden"))
    _must_be_new(held, here, code, own)
    for one in held.choices.standing().filter(cause__key=here.key, is_left_out=True):
        _take_out(one, held, by)
    return _add(held, here, by, Event.METHOD_CHOSEN, method=code, own_method=own, why=reason)


@transaction.atomic
def leave_out(*, plan: WorkPlan, cause: Cause, why: str, by: Member) -> MethodChoice:
    """Say aloud that the parties do not work on a cause, and why. It is part of the text that both decide."""
    held = open_for_change(plan, by=by)
    here = _cause_here(held, cause)
    reason = required(why, what=_("Varför ni inte arbetar med orsaken"))
    if held.choices.standing().filter(cause__key=here.key).exists():
        raise UserError(
            _(
                "Ingenting sparades. Orsaken har redan en metod, eller är redan lämnad utan. "
                "Ta bort det som står och spara igen."
            )
        )
    return _add(held, here, by, Event.METHOD_CHOSEN, why=reason, is_left_out=True)


@transaction.atomic
def change_choice(
    *,
    choice: MethodChoice,
    version: int,
    by: Member,
    why: str,
    method: str = "",
    own_method: str = "",
) -> MethodChoice:
    """Change the method or the reason; of a cause that is left out only the reason."""
    held = open_for_change(choice.plan, by=by)
    row = locked_piece(choice)
    must_be_current(row, version, theirs=theirs(row))
    row.why = required(why, what=_("Skälet"))
    if not row.is_left_out:
        row.method, row.own_method = _one_method(method, own_method)
        _must_be_new(held, row.cause, row.method, row.own_method, besides=row.pk)
    row.version += 1
    row.save(update_fields=["why", "method", "own_method", "version"])
    record(
        Event.METHOD_CHANGED,
        row,
        by=by,
        pair_id=held.pair_id,
        plan=held.pk,
        method=row.method,
        version=row.version,
    )
    return row


@transaction.atomic
def remove_choice(*, choice: MethodChoice, version: int, by: Member) -> None:
    """Take a chosen method, or the word that a cause is left out, from the plan. The row stays for the history."""
    held = open_for_change(choice.plan, by=by)
    row = locked_piece(choice)
    must_be_current(row, version, theirs=theirs(row))
    _take_out(row, held, by)


def _take_out(row: MethodChoice, plan: WorkPlan, by: Member) -> None:
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    record(
        Event.METHOD_REMOVED,
        row,
        by=by,
        pair_id=plan.pair_id,
        plan=plan.pk,
        method=row.method,
        version=row.version,
    )


def _add(plan: WorkPlan, cause: Cause, by: Member, event: Event, **said: object) -> MethodChoice:
    row: MethodChoice = MethodChoice.objects.create(
        plan=plan, cause=cause, position=next_position(plan.choices), added_by=by, added_at=now(), **said
    )
    record(
        event,
        row,
        by=by,
        pair_id=plan.pair_id,
        plan=plan.pk,
        cause=cause.pk,
        method=row.method,
        is_left_out=row.is_left_out,
    )
    return row


def _cause_here(plan: WorkPlan, cause: Cause) -> Cause:
    """Return the cause as it stands in the plan's problem now: a new version of the problem has its own rows."""
    for one in causes_of(plan):
        if one.key == cause.key:
            return one
    raise UserError(
        _(
            "Ingenting sparades. Orsaken hör inte till problemet eller är borttagen ur problembilden. "
            "Ladda om sidan och välj en orsak som står där."
        )
    )


def _one_method(method: str, own_method: str) -> tuple[str, str]:
    code, own = method.strip(), own_method.strip()
    if code and own:
        raise UserError(
            _(
                "Metoden valdes inte. Du har både valt en metod i biblioteket och skrivit en egen. Behåll en av dem."
            )
        )
    if not code and not own:
        raise UserError(
            _("Metoden valdes inte. Ingen metod är angiven. Välj en i biblioteket eller skriv er egen.")
        )
    if code and library.method(code) is None:
        raise UserError(
            _("Metoden valdes inte. Biblioteket har ingen metod som heter så. Välj en metod i listan.")
        )
    return code, own


def _must_be_new(plan: WorkPlan, cause: Cause, code: str, own: str, *, besides: int = 0) -> None:
    """Raise UserError when the cause has the method already, in another row than `besides`."""
    others = plan.choices.standing().filter(cause__key=cause.key).exclude(pk=besides)
    if any((one.method, one.own_method.casefold()) == (code, own.casefold()) for one in others):
        raise UserError(
            _(
                "Metoden valdes inte. %(method)s är redan vald för orsaken. "
                "Ändra skälet där den står, eller välj en annan."
            )
            % {"method": library.name_of(code, own)}
        )


def theirs(row: MethodChoice) -> str:
    """Return what stands in a choice now, for one who was second to save."""
    if row.is_left_out:
        return row.why
    return f"{library.name_of(row.method, row.own_method)}\n\n{row.why}"
