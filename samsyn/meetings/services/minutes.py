"""Minutes: begun when the meeting is held, written, and then approved by both parties as every joint text."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.meetings.models import Meeting, Minutes
from samsyn.meetings.services.shared import must_be_same
from samsyn.meetings.workflow import MeetingState
from samsyn.people.models import Member
from samsyn.records.joint.services import must_write, open_for_change
from samsyn.records.joint.workflow import STANDING, JointState
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError


@transaction.atomic
def start_minutes(*, meeting: Meeting, by: Member) -> Minutes:
    """Begin the minutes of a held meeting, and log it; a draft that was withdrawn leaves room for a new one."""
    must_write(by, meeting.pair)
    if meeting.state != MeetingState.HELD:
        raise UserError(
            _("Protokollet påbörjades inte. Mötet är %(state)s. Skriv in att mötet är hållet först.")
            % {"state": meeting.get_state_display()}
        )
    if Minutes.objects.filter(meeting=meeting, state__in=STANDING).exists():
        raise UserError(
            _("Protokollet påbörjades inte. Det finns redan ett. Ladda om sidan och skriv i det som finns.")
        )
    made = Minutes.objects.create(meeting=meeting, pair=meeting.pair, added_by=by, added_at=now())
    record(Event.MINUTES_STARTED, made, by=by, pair_id=meeting.pair_id, meeting=meeting.pk)
    return made


@transaction.atomic
def write_minutes(*, minutes: Minutes, text: str, version: int, by: Member) -> Minutes:
    """Write the notes of the minutes and log it. Empty notes are allowed: the decisions stand at the items.

    version  `Minutes.version` as it was read; raises StaleError when somebody has saved since
    """
    if minutes.state == JointState.DECIDED:
        raise UserError(
            _(
                "Ingenting sparades. Protokollet är justerat av båda parter och ändras inte. "
                "Ta upp rättelsen som en punkt på nästa möte."
            )
        )
    held = open_for_change(minutes, by=by)
    must_be_same(held.version, version, theirs=held.text)
    held.text, held.version = text.strip(), held.version + 1
    held.save(update_fields=["text", "version"])
    record(Event.MINUTES_CHANGED, held, by=by, pair_id=held.pair_id, version=held.version)
    return held
