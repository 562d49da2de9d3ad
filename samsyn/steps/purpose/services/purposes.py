"""Purposes: why the parties work with one problem."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.records.joint.services import locked, must_write, open_for_change, required
from samsyn.records.joint.workflow import STANDING
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.purpose.models import Purpose
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError


@transaction.atomic
def add_purpose(*, problem: ProblemPicture, text: str, by: Member) -> Purpose:
    """Write the purpose of the work with a problem as a draft, and log it. A problem has one purpose."""
    held = locked(problem)  # two who write at once: the second finds the first one's
    must_write(by, held.pair)
    _must_stand(held)
    if Purpose.objects.filter(problem__key=held.key).standing().exists():
        raise UserError(
            _(
                "Syftet sparades inte. Problemet har redan ett syfte, kanske skrivet av någon annan nyss. "
                "Öppna det som finns och ändra det."
            )
        )
    purpose = Purpose.objects.create(
        pair=held.pair,
        problem=held,
        text=required(text, what=_("Syftet")),
        added_by=by,
        added_at=now(),
    )
    record(Event.PURPOSE_ADDED, purpose, by=by, pair_id=held.pair_id, problem=held.pk)
    return purpose


def _must_stand(problem: ProblemPicture) -> None:
    if problem.state not in STANDING:
        raise UserError(
            _(
                "Syftet sparades inte. Problembilden är %(state)s. Välj den problembild som gäller och skriv syftet där."
            )
            % {"state": problem.get_state_display()}
        )


@transaction.atomic
def change_purpose(*, purpose: Purpose, text: str, version: int, by: Member) -> Purpose:
    """Change the words of a purpose and log it. Both parties may.

    version  `Purpose.version` as it was read; raises StaleError when somebody has saved since
    """
    held = open_for_change(purpose, by=by)
    if held.version != version:
        raise StaleError(
            _(
                "Din ändring sparades inte. Någon har ändrat syftet sedan du öppnade det. "
                "Jämför med det som gäller nu, ändra ditt och spara igen."
            ),
            theirs=held.text,
        )
    held.text, held.version = required(text, what=_("Syftet")), held.version + 1
    held.save(update_fields=["text", "version"])
    record(Event.PURPOSE_CHANGED, held, by=by, pair_id=held.pair_id, version=held.version)
    return held
