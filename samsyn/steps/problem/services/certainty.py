"""How sure each party is of a cause. Each answers for itself; that they differ is a result."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.judging.rules import are_both
from samsyn.judging.services import told
from samsyn.people.models import Member
from samsyn.records.joint.services import open_for_change
from samsyn.steps.problem.models import Cause, Certainty, Sureness
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError


@transaction.atomic
def answer_certainty(*, cause: Cause, sureness: int, by: Member) -> Certainty:
    """Answer for one's own party how sure it is of the cause, and log it. A new answer takes the place of the old.

    The other party's is shown when both have answered. Who changes after that keeps the first answer beside the new.
    """
    held = open_for_change(cause.picture, by=by)
    if sureness not in Sureness.values:
        raise UserError(_("Svaret sparades inte. Det saknas ett val. Välj osäker, ganska säker eller säker."))
    if not Cause.objects.filter(pk=cause.pk, picture=held).standing().exists():
        raise UserError(
            _(
                "Svaret sparades inte. Någon har tagit bort orsaken sedan du öppnade sidan. "
                "Ladda om sidan och svara på dem som står där nu."
            )
        )
    said = {row.party: row for row in Certainty.objects.filter(cause=cause)}
    mine = said.get(by.party)
    answer = mine or Certainty(cause=cause, party=by.party)
    is_changed = are_both(said) and answer.sureness != sureness
    if is_changed:
        answer.note_change(str(answer.sureness), now())
    answer.sureness, answer.answered_by, answer.answered_at = sureness, by, now()
    answer.save()
    told(
        answer,
        by=by,
        pair=held.pair,
        was_given=mine is not None,
        is_shown=are_both({**said, by.party: answer}),
        is_changed=is_changed,
        event=Event.CERTAINTY_SET,
        picture=held.pk,
        cause=cause.pk,
    )
    return answer


@transaction.atomic
def answer_all(*, answers: Iterable[tuple[Cause, int]], by: Member) -> int:
    """Answer for several causes at once: all of the answers are saved, or none. Return how many."""
    return len([answer_certainty(cause=cause, sureness=sureness, by=by) for cause, sureness in answers])
