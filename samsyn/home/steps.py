"""Where a pair stands in each of the six steps, in words and for the wheel."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.home.model import STEPS
from samsyn.home.progress import Progress
from samsyn.home.situation import SituationBrief, situation_state
from samsyn.home.states import StepState
from samsyn.people.models import Party
from samsyn.places.models import AreaPair
from samsyn.records.joint.queries import Matter
from samsyn.ui.templatetags.parts import ROOMS

DRAFT_SHARE = 0.3
SENT_SHARE = 0.6  # and a fifth for each approval
APPROVAL_SHARE = 0.2
FOLLOW_UP = 6  # the step


def step_states(pair: AreaPair, brief: SituationBrief, progress: Progress) -> list[StepState]:
    """Return the six steps of the pair, each as it stands in the round that goes on."""
    return [
        situation_state(pair, brief, earlier=progress.earlier(1)),
        *(_joint_state(pair, number, progress) for number in range(2, 7)),
    ]


def _joint_state(pair: AreaPair, number: int, progress: Progress) -> StepState:
    step, rows = STEPS[number - 1], progress.of_step(number)
    decided = [row for row in rows if row.is_decided]
    return StepState(
        number,
        str(step.name),
        str(step.short),
        "none" if not rows else "decided" if len(decided) == len(rows) else "ongoing",
        reverse(ROOMS[number - 1], args=[pair.slug]),
        fact=_fact(rows, decided),
        headline=_headline(decided),
        text=_text(rows, step_number=number, progress=progress),
        share=sum(_share(row) for row in rows) / len(rows) if rows else 0.0,
        ball=_ball(rows),
        late=progress.late(number),
        earlier=progress.earlier(number),
    )


def _fact(rows: Sequence[Matter], decided: Sequence[Matter]) -> str:
    if not rows:
        return ""
    return _("%(decided)s av %(count)s") % {"decided": len(decided), "count": len(rows)}


def _headline(decided: Sequence[Matter]) -> str:
    if not decided:
        return ""
    if len(decided) == 1:
        return _("Beslutat: %(title)s.") % {"title": decided[0].title.rstrip(".")}
    return _("%(count)s är beslutade.") % {"count": len(decided)}


def _text(rows: Sequence[Matter], *, step_number: int, progress: Progress) -> str:
    """Say what goes on; an empty step says what it waits for."""
    if not rows:
        return (
            _("Beslutat i ett tidigare varv.")
            if any(progress.earlier(step_number))
            else str(STEPS[step_number - 1].question)
        )
    drafts = sum(1 for row in rows if not row.is_decided and not row.is_in_review)
    waiting = sum(1 for row in rows if row.is_in_review)
    said = []
    if drafts:
        said.append(_drafts(drafts, is_planned=step_number == FOLLOW_UP))
    if waiting:
        said.append(
            ngettext("En text väntar på godkännande.", "%(count)s texter väntar på godkännande.", waiting)
            % {"count": waiting}
        )
    return " ".join(said)


def _drafts(count: int, *, is_planned: bool) -> str:
    """Say how many texts nobody has sent; a follow-up that waits for its day is planned, not under work."""
    words = (
        ngettext("En uppföljning är planerad.", "%(count)s uppföljningar är planerade.", count)
        if is_planned
        else ngettext("Ett utkast är under arbete.", "%(count)s utkast är under arbete.", count)
    )
    return words % {"count": count}


def _share(row: Matter) -> float:
    if row.is_decided:
        return 1.0
    return SENT_SHARE + APPROVAL_SHARE * len(row.approved_by) if row.is_in_review else DRAFT_SHARE


def _ball(rows: Sequence[Matter]) -> str:
    """Return whose turn it is: the parties that have not approved what is on review."""
    lacking = {party for row in rows if row.is_in_review for party in row.lacks}
    if len(lacking) == 2:
        return "both"
    return str(Party(lacking.pop())) if lacking else ""
