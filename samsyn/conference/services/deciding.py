"""From the conference to a list of priorities that both chiefs decide."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.conference.models import Conference
from samsyn.conference.queries.tally import tally_of
from samsyn.conference.services.conferences import locked
from samsyn.people.models import Member
from samsyn.priorities.models import PriorityList
from samsyn.priorities.services import Proposal, start_list
from samsyn.ui.errors import UserError


@transaction.atomic
def make_list(*, conference: Conference, by: Member) -> PriorityList:
    """Begin the priorities of next year with the candidates in the joint order, and log it.

    All of them begin as chosen: who is set aside, and why, is what the draft is for. Raises UserError without candidates,
    and until both parties have put all of them in order.
    """
    held = locked(conference, by=by)
    tally = tally_of(held, by.party)
    if not tally.rows:
        raise UserError(
            _(
                "Ingen lista skapades. Konferensen har inga förslag. Lägg till förslag och låt båda parter ordna dem."
            )
        )
    if tally.lacks:
        raise UserError(
            _("Ingen lista skapades. %(lacking)s Båda parters ordning behövs innan listan görs.")
            % {"lacking": tally.lacking}
        )
    proposals = [
        Proposal(row.candidate.title, row.candidate.why, row.candidate.focus, row.candidate.key)
        for row in tally.rows
    ]
    return start_list(pair=held.pair, year=held.chooses_for, by=by, proposals=proposals)
