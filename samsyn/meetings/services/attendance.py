"""Who was at a meeting: how many of each party in each function, and whether in a leading position. Never names."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.meetings.models import Attendance, Meeting
from samsyn.meetings.services.shared import open_meeting
from samsyn.people.models import Member, Party
from samsyn.records.joint.services import required
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError

MOST = 500


@transaction.atomic
def set_attendance(
    *, meeting: Meeting, party: str, function: str, number: int, leading: bool, by: Member
) -> Attendance:
    """Say how many of a party were there in a function, and log it. The same function again replaces what stood."""
    held = open_meeting(meeting, by=by)
    if not held.has_begun(now()):
        raise UserError(
            _(
                "Närvaron sparades inte. Mötet har inte börjat, så ingen har varit där. "
                "Skriv in närvaron när mötet har börjat."
            )
        )
    if not 1 <= number <= MOST:
        raise UserError(
            _(
                "Närvaron sparades inte. Antalet är %(number)s, och det ska vara mellan 1 och %(most)s. "
                "Skriv hur många som var där."
            )
            % {"number": number, "most": MOST}
        )
    said = required(function, what=_("Funktionen"))
    row, _is_new = Attendance.objects.update_or_create(
        meeting=held,
        party=Party(party),
        function=said,
        defaults={"number": number, "leading": leading},
    )
    record(
        Event.ATTENDANCE_SET,
        row,
        by=by,
        pair_id=held.pair_id,
        meeting=held.pk,
        party_there=str(row.party),
        number=number,
        leading=leading,
    )
    return row


@transaction.atomic
def remove_attendance(*, attendance: Attendance, by: Member) -> None:
    """Take away a line of the attendance that was wrong, and log it."""
    held = open_meeting(attendance.meeting, by=by)
    row = Attendance.objects.filter(pk=attendance.pk).first()
    if row is None:
        return
    record(Event.ATTENDANCE_REMOVED, row, by=by, pair_id=held.pair_id, meeting=held.pk, number=row.number)
    row.delete()
