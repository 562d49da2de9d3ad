"""What the services of meetings begin with: the meeting locked, and open for the change that is asked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samsyn.meetings.models import Meeting, Minutes
from samsyn.meetings.workflow import MeetingState
from samsyn.people.models import Member
from samsyn.records.joint.services import must_write, open_for_change
from samsyn.records.joint.workflow import STANDING, JointState
from samsyn.ui.errors import StaleError, UserError


def locked(meeting: Meeting) -> Meeting:
    """Return the meeting as it stands now, locked until the transaction ends."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("pair__city", "forum")
    return rows.get(pk=meeting.pk)


def open_meeting(meeting: Meeting, *, by: Member) -> Meeting:
    """Return the meeting locked and open for a change of agenda, attendance or minutes, or raise UserError.

    Minutes on review become a draft again: both approvals end. Approved minutes never change. The caller is in a transaction.
    """
    held = locked(meeting)
    must_write(by, held.pair)
    if held.state == MeetingState.CANCELLED:
        raise UserError(
            _("Ingenting sparades. Mötet är inställt och ändras inte. Planera ett nytt möte i stället.")
        )
    minutes = Minutes.objects.filter(meeting=held, state__in=STANDING).first()
    if minutes is None:
        return held
    if minutes.state == JointState.DECIDED:
        raise UserError(
            _(
                "Ingenting sparades. Protokollet är justerat av båda parter och ändras inte. "
                "Ta upp rättelsen som en punkt på nästa möte."
            )
        )
    open_for_change(minutes, by=by)
    return held


def must_be_same(saved: int, read: int, *, theirs: str) -> None:
    """Raise StaleError when somebody has saved since version `read` was read."""
    if saved != read:
        raise StaleError(
            _(
                "Din ändring sparades inte. Någon har ändrat samma sak sedan du öppnade den. "
                "Jämför med det som gäller nu, ändra ditt och spara igen."
            ),
            theirs=theirs,
        )
