"""Whose turn it is with a follow-up: one sentence, and the party when it is one of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from samsyn.records.joint.workflow import JointState
from samsyn.records.services import PARTIES
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.queries.followups import seen
from samsyn.ui.clock import today
from samsyn.ui.templatetags.numbers import day


@dataclass(frozen=True)
class Ball:
    """Who has it: a party, "" for both or nobody; what is waited for, as a sentence and in a few words for lists."""

    party: str
    sentence: str
    short: str = ""


def ball_of(row: FollowUp, reader: str) -> Ball:
    """Return what the follow-up waits for, as a reader of the party may know it."""
    if row.state == JointState.IN_REVIEW:
        return Ball("", _("Väntar på att båda parter godkänner texten."))
    if row.state == JointState.DECIDED:
        return Ball("", _("Båda parter beslutade den %(day)s.") % {"day": day(row.decided_at)})
    if not row.is_open:
        return Ball("", _("Den gäller inte längre."))
    if row.measured_at is None:
        return Ball("", _not_measured(row))
    said = seen(row, {one.party: one for one in row.proposals.all()}, reader)
    lacking = [party for party in PARTIES if party not in said or said[party].at < row.measured_at]
    if len(lacking) == len(PARTIES):
        return Ball("", _("Väntar på vad båda parter tycker."), _("Båda parters svar"))
    if lacking:
        facts = {"party": lacking[0].label}
        return Ball(
            lacking[0], _("Väntar på vad %(party)s tycker.") % facts, _("Svar från %(party)s") % facts
        )
    if not row.conclusion:
        return Ball("", _("Väntar på att ni bestämmer slutsatsen."), _("Gemensam slutsats"))
    return Ball("", _("Väntar på att någon skickar texten på granskning."), _("Granskning"))


def _not_measured(row: FollowUp) -> str:
    facts = {"day": day(row.due_on), "who": row.measured_by}
    if row.due_on < today():
        return _("Uppföljningen är försenad. Den skulle ha gjorts %(day)s.") % facts
    if row.measured_by:
        return _("Följs upp %(day)s av %(who)s.") % facts
    return _("Följs upp %(day)s.") % facts
