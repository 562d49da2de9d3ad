"""Planning, moving, cancelling and holding meetings."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.meetings.days import local_day, months_after
from samsyn.meetings.models import Meeting
from samsyn.meetings.services.minutes import start_minutes
from samsyn.meetings.services.shared import locked, must_be_same
from samsyn.meetings.workflow import MeetingState, may_go
from samsyn.people.models import Forum, Member
from samsyn.places.models import AreaPair
from samsyn.records.joint.services import must_write
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError
from samsyn.ui.templatetags.numbers import moment

LONGEST = timedelta(days=3)
MOST_IN_SERIES = 26
MONTHLY = "monthly"
EVERY = {"2-weeks": timedelta(weeks=2), "4-weeks": timedelta(weeks=4)}


@transaction.atomic
def plan_meeting(
    *,
    pair: AreaPair,
    forum: Forum,
    starts_at: datetime,
    ends_at: datetime,
    by: Member,
    place: str = "",
    notice: str = "",
    series: uuid.UUID | None = None,
) -> Meeting:
    """Plan a meeting of a forum in the pair, and log it. The moments are aware."""
    must_write(by, pair)
    _must_belong(forum, pair, starts_at)
    _check_time(starts_at, ends_at)
    _must_be_free(forum, starts_at)
    made = Meeting.objects.create(
        forum=forum,
        pair=pair,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip(),
        notice=notice.strip(),
        series=series,
        added_by=by,
        added_at=now(),
    )
    record(
        Event.MEETING_PLANNED, made, by=by, pair_id=pair.pk, forum=forum.pk, starts_at=starts_at.isoformat()
    )
    return made


def _must_belong(forum: Forum, pair: AreaPair, starts_at: datetime) -> None:
    """A forum meets in its own pair; a forum of the whole city in the pair of the whole city."""
    is_ours = forum.pair_id == pair.pk or (
        forum.pair_id is None and pair.is_whole and forum.city_id == pair.city_id
    )
    if not is_ours:
        raise UserError(
            _(
                "Mötet planerades inte. %(forum)s hör inte till %(pair)s. Välj ett forum som gör det, "
                "eller planera mötet i det par som forumet hör till."
            )
            % {"forum": forum.name, "pair": pair.name}
        )
    day = local_day(starts_at)
    if forum.valid_from > day or (forum.valid_to is not None and forum.valid_to <= day):
        raise UserError(
            _(
                "Mötet planerades inte. %(forum)s finns inte den dagen. Välj en annan dag eller ett annat forum."
            )
            % {"forum": forum.name}
        )


def _check_time(starts_at: datetime, ends_at: datetime) -> None:
    facts = {"start": moment(starts_at), "end": moment(ends_at)}
    if ends_at <= starts_at:
        raise UserError(
            _(
                "Mötet sparades inte. Det slutar %(end)s, men börjar %(start)s. "
                "Skriv en sluttid som ligger efter starttiden."
            )
            % facts
        )
    if ends_at - starts_at > LONGEST:
        raise UserError(
            _(
                "Mötet sparades inte. Det varar från %(start)s till %(end)s, och ett möte kan vara högst tre dygn. "
                "Kontrollera dagen och klockslagen."
            )
            % facts
        )


def _must_be_free(forum: Forum, starts_at: datetime, *, apart_from: int | None = None) -> None:
    rows = Meeting.objects.filter(forum=forum, starts_at=starts_at).exclude(state=MeetingState.CANCELLED)
    if apart_from is not None:
        rows = rows.exclude(pk=apart_from)
    if rows.exists():
        raise UserError(
            _(
                "Mötet sparades inte. %(forum)s har redan ett möte %(start)s. Öppna det, eller välj en annan tid."
            )
            % {"forum": forum.name, "start": moment(starts_at)}
        )


@transaction.atomic
def plan_series(
    *,
    pair: AreaPair,
    forum: Forum,
    starts_at: datetime,
    ends_at: datetime,
    rhythm: str,
    times: int,
    by: Member,
    place: str = "",
    notice: str = "",
) -> list[Meeting]:
    """Plan a series of meetings at the same time of day; all of them or none.

    rhythm  "2-weeks", "4-weeks" or "monthly", the same day of each month
    times   2 to 26
    """
    if rhythm not in {*EVERY, MONTHLY} or not 2 <= times <= MOST_IN_SERIES:
        raise UserError(
            _(
                "Mötena planerades inte. En serie har mellan två och %(most)s möten. "
                "Skriv ett antal däremellan, eller planera ett möte i taget."
            )
            % {"most": MOST_IN_SERIES}
        )
    series, made = uuid.uuid4(), []
    for count in range(times):
        start = _moved(starts_at, rhythm, count)
        made.append(
            plan_meeting(
                pair=pair,
                forum=forum,
                starts_at=start,
                ends_at=start + (ends_at - starts_at),
                place=place,
                notice=notice,
                series=series,
                by=by,
            )
        )
    return made


def _moved(start: datetime, rhythm: str, count: int) -> datetime:
    """Return the time of the count:th meeting after the first: the clock on the wall is the same all year."""
    local = timezone.localtime(start)
    day = months_after(local.date(), count) if rhythm == MONTHLY else local.date() + count * EVERY[rhythm]
    return timezone.make_aware(datetime.combine(day, local.time()))


@transaction.atomic
def change_meeting(
    *,
    meeting: Meeting,
    starts_at: datetime,
    ends_at: datetime,
    version: int,
    by: Member,
    place: str = "",
    notice: str = "",
) -> Meeting:
    """Move a planned meeting or change its notice, and log it.

    version  `Meeting.version` as it was read; raises StaleError when somebody has saved since
    """
    held = locked(meeting)
    must_write(by, held.pair)
    if held.state != MeetingState.PLANNED:
        raise UserError(
            _("Mötet sparades inte. Det är %(state)s och ändras inte. Ladda om sidan och se vad som gäller.")
            % {"state": held.get_state_display()}
        )
    must_be_same(held.version, version, theirs=_theirs(held))
    _must_belong(held.forum, held.pair, starts_at)
    _check_time(starts_at, ends_at)
    _must_be_free(held.forum, starts_at, apart_from=held.pk)
    held.starts_at, held.ends_at, held.version = starts_at, ends_at, held.version + 1
    held.place, held.notice = place.strip(), notice.strip()
    held.save(update_fields=["starts_at", "ends_at", "place", "notice", "version"])
    record(
        Event.MEETING_CHANGED,
        held,
        by=by,
        pair_id=held.pair_id,
        starts_at=starts_at.isoformat(),
        version=held.version,
    )
    return held


def _theirs(row: Meeting) -> str:
    return "\n".join(part for part in (moment(row.starts_at), row.place, row.notice) if part)


def _must_go(row: Meeting, end: MeetingState) -> None:
    if not may_go(row.state, end):
        raise UserError(
            _("Ingenting ändrades. Mötet är redan %(state)s. Ladda om sidan och se vad som gäller.")
            % {"state": row.get_state_display()}
        )


@transaction.atomic
def cancel(*, meeting: Meeting, by: Member) -> Meeting:
    """Cancel a planned meeting, and log it. It stays readable."""
    held = locked(meeting)
    must_write(by, held.pair)
    _must_go(held, MeetingState.CANCELLED)
    held.state, held.version = MeetingState.CANCELLED, held.version + 1
    held.save(update_fields=["state", "version"])
    record(Event.MEETING_CANCELLED, held, by=by, pair_id=held.pair_id)
    return held


@transaction.atomic
def hold(*, meeting: Meeting, by: Member) -> Meeting:
    """Say that a meeting has been held, log it, and begin its minutes. It must have begun."""
    held = locked(meeting)
    must_write(by, held.pair)
    _must_go(held, MeetingState.HELD)
    if not held.has_begun(now()):
        raise UserError(
            _(
                "Mötet infördes inte som hållet. Det börjar %(start)s, och dit är det ännu inte. "
                "Flytta mötet om det hölls tidigare, eller vänta tills det har börjat."
            )
            % {"start": moment(held.starts_at)}
        )
    held.state, held.version = MeetingState.HELD, held.version + 1
    held.save(update_fields=["state", "version"])
    record(Event.MEETING_HELD, held, by=by, pair_id=held.pair_id)
    start_minutes(meeting=held, by=by)
    return held
