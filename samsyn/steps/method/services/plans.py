"""The work plan itself: for which problem, led by which forum, with what mandate and until when."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Forum, Member
from samsyn.places.models import AreaPair
from samsyn.records.joint.services import locked, must_write, open_for_change
from samsyn.records.joint.workflow import STANDING
from samsyn.steps.method.models import WorkPlan
from samsyn.steps.method.queries.organisation import forums_of
from samsyn.steps.problem.models import ProblemPicture, Weight
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError


@transaction.atomic
def add_plan(
    *,
    problem: ProblemPicture,
    by: Member,
    forum: Forum | None = None,
    mandate: str = "",
    ends_on: date | None = None,
    one_sided_reason: str = "",
) -> WorkPlan:
    """Begin to order the work against a problem. A problem has one work plan, in one or more versions."""
    held = locked(problem)
    must_write(by, held.pair)
    _must_be_worked_on(held)
    if WorkPlan.objects.filter(problem__key=held.key, state__in=STANDING).exists():
        raise UserError(
            _(
                "Ingenting skapades. Arbetet med problemet är redan ordnat, eller någon har just börjat. "
                "Ladda om sidan och fortsätt där."
            )
        )
    _must_be_at_hand(forum, held.pair)
    plan = WorkPlan.objects.create(
        pair=held.pair,
        problem=held,
        forum=forum,
        mandate=mandate.strip(),
        ends_on=ends_on,
        one_sided_reason=one_sided_reason.strip(),
        added_by=by,
        added_at=now(),
    )
    record(Event.WORK_PLAN_ADDED, plan, by=by, pair_id=plan.pair_id, problem=held.pk, forum=plan.forum_id)
    return plan


def _must_be_worked_on(problem: ProblemPicture) -> None:
    if problem.state not in STANDING:
        raise UserError(
            _(
                "Ingenting skapades. Problembilden är %(state)s och gäller inte längre. "
                "Välj den version som gäller nu."
            )
            % {"state": problem.get_state_display()}
        )
    if problem.weight == Weight.SET_ASIDE:
        raise UserError(
            _(
                "Ingenting skapades. Ni har lagt problemet åt sidan. "
                "Ändra prioriteringen i problembilden om ni vill arbeta med det."
            )
        )


def _must_be_at_hand(forum: Forum | None, pair: AreaPair) -> None:
    if forum is not None and forum.pk not in {one.pk for one in forums_of(pair)}:
        raise UserError(
            _(
                "Ingenting sparades. %(forum)s hör inte till området eller har upphört. "
                "Välj ett forum i listan."
            )
            % {"forum": forum.name}
        )


@transaction.atomic
def change_plan(
    *,
    plan: WorkPlan,
    version: int,
    by: Member,
    forum: Forum | None,
    mandate: str,
    ends_on: date | None,
    one_sided_reason: str | None = None,
) -> WorkPlan:
    """Change who leads and until when.

    version           the `WorkPlan.version` that the writer read
    one_sided_reason  why only one party gives; None keeps what stands
    """
    held = open_for_change(plan, by=by)
    if held.version != version:
        raise StaleError(
            _(
                "Din ändring sparades inte. Någon har ändrat samma sak sedan du öppnade den. "
                "Jämför med det som gäller nu, ändra ditt och spara igen."
            ),
            theirs=_theirs(held),
        )
    if forum != held.forum:
        _must_be_at_hand(forum, held.pair)
    held.forum, held.mandate, held.ends_on = forum, mandate.strip(), ends_on
    if one_sided_reason is not None:
        held.one_sided_reason = one_sided_reason.strip()
    held.version += 1
    held.save(update_fields=["forum", "mandate", "ends_on", "one_sided_reason", "version"])
    record(
        Event.WORK_PLAN_CHANGED,
        held,
        by=by,
        pair_id=held.pair_id,
        forum=held.forum_id,
        version=held.version,
    )
    return held


def _theirs(plan: WorkPlan) -> str:
    said = [plan.forum.name if plan.forum else "", plan.mandate, plan.one_sided_reason]
    if plan.ends_on:
        said.append(plan.ends_on.isoformat())
    return "\n\n".join(one for one in said if one)
