"""Meetings in every state: for the tests here, the tests of the apps above, and the access matrix."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from samsyn.meetings import services
from samsyn.meetings.models import Meeting, Minutes
from samsyn.people.models import Forum, ForumKind, Member
from samsyn.places.models import AreaPair
from samsyn.records.joint import services as joint
from samsyn.ui.clock import moved_to, now

DECISION = "Vi tar fram ett förslag till nästa möte."


def forum_of(pair: AreaPair, kind: str = ForumKind.STEERING) -> Forum:
    return Forum.objects.get(pair=pair, kind=kind)


def at(days: int, hour: int = 13) -> datetime:
    """A whole hour so many days from now."""
    from django.utils import timezone

    day = timezone.localtime(now()) + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def plan(
    pair: AreaPair, *, by: Member, days: int = 10, kind: str = ForumKind.STEERING, **more: Any
) -> Meeting:
    """A meeting so many days from now, planned well before it."""
    start = at(days)
    with moved_to(min(now(), start - timedelta(days=20))):
        return services.plan_meeting(
            pair=pair,
            forum=forum_of(pair, kind),
            starts_at=start,
            ends_at=start + timedelta(minutes=90),
            by=by,
            **more,
        )


def there(meeting: Meeting, *, by: Member) -> None:
    """Somebody from both parties was there."""
    for party, function in (("city", "socialdirektör"), ("police", "lokalpolisområdeschef")):
        services.set_attendance(
            meeting=meeting, party=party, function=function, number=1, leading=True, by=by
        )


def held(
    pair: AreaPair, *, by: Member, days: int = -35, title: str = "Mörka gångvägar", **item: Any
) -> Meeting:
    """A held meeting with one item decided and attendance written in; its minutes are a draft."""
    made = plan(pair, by=by, days=days)
    row = services.add_item(meeting=made, title=title, by=by)
    services.change_item(
        item=row, title=row.title, decision=item.pop("decision", DECISION), version=1, by=by, **item
    )
    there(made, by=by)
    return services.hold(meeting=made, by=by)


def minutes_of(meeting: Meeting) -> Minutes:
    found: Minutes = Minutes.objects.select_related("meeting__forum", "pair__city").get(meeting=meeting)
    return found


def approve(minutes: Minutes, cast: Mapping[str, Member]) -> Minutes:
    """Send the minutes to review and let both parties approve them."""
    sent = joint.send_to_review(minutes, by=cast["astrid"])
    for who in ("lena", "mats"):
        joint.approve(sent, read_checksum=sent.checksum, by=cast[who])
    return minutes_of(sent.meeting)


def build(cast: dict[str, Member], norr: AreaPair) -> dict[str, Any]:
    """Return one of everything by the names that the access matrix uses.

    meeting  held, its minutes a draft; coming: planned; adjusted: its minutes approved
    """
    astrid = cast["astrid"]
    row = held(norr, by=astrid)
    coming = plan(norr, by=astrid)
    link, token = services.make_link(member=astrid, city=norr.city, pair=norr)
    point = {"kind": "survey", "month": 5, "day": None, "every": 1, "first_year": 2024, "note": ""}
    return {
        "{meeting}": row.pk,
        "{coming_meeting}": coming.pk,
        "{agenda_item}": row.items.get().pk,
        "{attendance}": row.attendances.first().pk,
        "{minutes}": minutes_of(row).pk,
        "{fixed_point}": services.add_point(city=norr.city, pair=norr, by=astrid, title="Enkät", **point).pk,
        "{city_point}": services.add_point(
            city=norr.city, pair=None, by=cast["cilla"], title="Bostadsbolagens enkät", **point
        ).pk,
        "{calendar_link}": link.pk,
        "{calendar}": token,
        "held_meeting": row,
        "planned_meeting": coming,
    }
