"""One's own sessions: which there are, and ending them. Nobody sees or ends another's but by closing her sign-in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import devices
from samsyn.people.models import Member, Session
from samsyn.people.sessions import idle_limit
from samsyn.ui.errors import UserError


@dataclass(frozen=True)
class OwnSession:
    """One session as its owner sees it. `mark` names it in a form; the session's own name is never on a page."""

    mark: str
    device: str
    began_at: datetime | None
    seen_at: datetime
    is_current: bool


def mark_of(session_key: str) -> str:
    """Return what stands for the session on a page."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:16]


def sessions_of(member: Member, current: str | None) -> list[OwnSession]:
    """Return the member's sessions that hold, this one first.

    current  the session's name of the one who asks
    """
    moment = timezone.now()
    rows = Session.objects.filter(
        member=member, expire_date__gt=moment, seen_at__gt=moment - idle_limit()
    ).order_by("-seen_at")
    found = [
        OwnSession(
            mark_of(row.pk),
            devices.words(row.device),
            row.began_at,
            row.seen_at,
            is_current=row.pk == current,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.is_current)


@transaction.atomic
def end_session(*, member: Member, mark: str) -> None:
    """End one of one's own sessions. Raises UserError when it is not there."""
    row = next((row for row in Session.objects.filter(member=member) if mark_of(row.pk) == mark), None)
    if row is None:
        raise UserError(
            _(
                "Inget avslutades. Den inloggningen är redan slut. Ladda om sidan för att se dem som finns kvar."
            )
        )
    row.delete()
    record(Event.SESSIONS_ENDED, member, by=member, count=1)


@transaction.atomic
def end_other_sessions(*, member: Member, current: str | None) -> int:
    """End every session of one's own but this one; return how many."""
    count, _kinds = Session.objects.filter(member=member).exclude(pk=current or "").delete()
    if count:
        record(Event.SESSIONS_ENDED, member, by=member, count=count)
    return count


def forget_sessions(member: Member) -> None:
    """Take every session of the member away: others closed her sign-in or gave her a new password, and log that."""
    Session.objects.filter(member=member).delete()
