"""What a pair has in hand in steps 2 to 6, read once and kept until something in the pair changes.

Every change by a person is an entry in the log with its pair, so the newest entry tells whether what is kept still holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from samsyn.agreements.links import Note, ToSign, note_of, to_sign
from samsyn.audit.kept import kept
from samsyn.evidence.audience import JOINT, reading_for
from samsyn.meetings.reminders import Next, Reminder, next_of, reminders_of
from samsyn.people import appointments, resets
from samsyn.places.models import AreaPair
from samsyn.records import foureyes
from samsyn.records.joint.queries import Matter, matters
from samsyn.ui.clock import today


@dataclass(frozen=True)
class Progress:
    """Steps 2 to 6 of one pair.

    matters      every standing matter
    rounds       when each later round began: the day an edition took up what the follow-ups had led to, oldest first
    late_*       what is past its day
    reminders    what is late or due within 60 days, of every kind
    next         what comes next in the pair's year, or None
    agreement    where the pair stands with its agreement; to_sign: what waits for signatures
    has_*        whether anything waits for a second person: proposals in the pair, new passwords in its city
    """

    matters: tuple[Matter, ...] = ()
    rounds: tuple[datetime, ...] = ()
    late_activities: tuple[str, ...] = ()
    late_followups: tuple[str, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    next: Next | None = None
    agreement: Note | None = None
    to_sign: tuple[ToSign, ...] = ()
    has_proposals: bool = False
    has_resets: bool = False
    has_appointments: bool = False

    @property
    def round_number(self) -> int:
        return len(self.rounds) + 1

    def of_step(self, number: int) -> list[Matter]:
        """Return the step's matters of the round that goes on."""
        return [
            row
            for row in self.matters
            if row.kind.step == number and self._round_of(row) == self.round_number
        ]

    def earlier(self, number: int) -> tuple[bool, ...]:
        """Return for each earlier round, oldest first, whether the step was decided in it."""
        if number == 1:
            return (True,) * len(self.rounds)
        done = {self._round_of(row) for row in self.matters if row.kind.step == number and row.decided_at}
        return tuple(earlier in done for earlier in range(1, self.round_number))

    def _round_of(self, row: Matter) -> int:
        """Return in which round the matter belongs: when it was decided, or now when it is still open."""
        if row.decided_at is None:
            return self.round_number
        return 1 + sum(1 for began in self.rounds if row.decided_at >= began)

    def late(self, number: int) -> str:
        """Say what of the step is past its day, or nothing."""
        if number == 5 and self.late_activities:
            return ngettext(
                "En aktivitet är sen.", "%(count)s aktiviteter är sena.", len(self.late_activities)
            ) % {"count": len(self.late_activities)}
        if number == 6 and self.late_followups:
            return ngettext(
                "En uppföljning är försenad.",
                "%(count)s uppföljningar är försenade.",
                len(self.late_followups),
            ) % {"count": len(self.late_followups)}
        return ""


def progress_of(pair: AreaPair) -> Progress:
    """Return what the pair has in hand, from the process's memory while nothing in the pair has changed."""
    with reading_for(JOINT):  # it is kept for both parties
        return kept(pair.pk, "progress", lambda: _read(pair))


def _read(pair: AreaPair) -> Progress:
    return Progress(
        matters=tuple(matters(pair)),
        rounds=_rounds(pair),
        late_activities=_late_activities(pair),
        late_followups=_late_followups(pair),
        reminders=tuple(reminders_of(pair)),
        next=next_of(pair),
        agreement=note_of(pair),
        to_sign=to_sign(pair),
        has_proposals=foureyes.is_anything_proposed(pair),
        has_resets=resets.is_any_asked_in(pair.city),
        has_appointments=appointments.is_any_waiting_in(pair.city),
    )


def _rounds(pair: AreaPair) -> tuple[datetime, ...]:
    """A new round begins with the edition that takes up what the follow-ups led to."""
    from samsyn.steps.followup.models import FollowUp

    began = (
        FollowUp.objects.filter(pair=pair, carried_to__decided_at__isnull=False)
        .order_by("carried_to__decided_at")
        .values_list("carried_to__decided_at", flat=True)
        .distinct()
    )
    return tuple(day for day in began if day is not None)


def _late_activities(pair: AreaPair) -> tuple[str, ...]:
    from samsyn.steps.activity.queries import late_activities

    return tuple(str(row.activity) for row in late_activities(pair, on=today()))


def _late_followups(pair: AreaPair) -> tuple[str, ...]:
    from samsyn.steps.followup.queries import late_followups

    return tuple(str(row) for row in late_followups(pair, on=today()))
