"""What hands do in the story: things happen on their day, and both parties decide."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TypeVar

from django.utils import timezone

from samsyn.people.models import Member
from samsyn.places.models import AreaPair, Place, PlaceKind
from samsyn.places.public_places import add_place
from samsyn.records.joint import services as joint
from samsyn.records.joint.kinds import kind_of
from samsyn.records.joint.models import Joint
from samsyn.records.own import proposed
from samsyn.ui import clock

J = TypeVar("J", bound=Joint)
SIGNERS = ("lena", "mats")


@contextmanager
def on(day: date, hour: int = 10) -> Iterator[None]:
    """Let everything in the block happen on the day."""
    with clock.moved_to(timezone.make_aware(datetime.combine(day, time(hour)))):
        yield


def send(row: J, members: dict[str, Member], *, by: str = "astrid") -> J:
    """Send a text to review."""
    return joint.send_to_review(row, by=members[by])


def approve(row: Joint, by: Member) -> None:
    """Approve a text that both have before them, with what the form proposes for one's own record."""
    noted = proposed(joint.subject(row), code=kind_of(row).code, by=by)
    joint.approve(row, read_checksum=row.checksum, by=by, noted=noted)


def decide(row: J, members: dict[str, Member], *, by: str = "astrid") -> J:
    """Send a text to review and let both parties approve it."""
    sent = send(row, members, by=by)
    for who in SIGNERS:
        approve(sent, members[who])
    sent.refresh_from_db()
    return sent


def place(pair: AreaPair, name: str, kind: PlaceKind, *, area: str, by: Member) -> Place:
    """Return a public place of the town, added the first time."""
    from samsyn.places.models import Area
    from samsyn.seeds.exempelstaden.places import key_of

    known = Place.objects.filter(city=pair.city, name=name).first()
    row = Area.objects.get(key=key_of("mellanomraden", area))
    return known or add_place(city=pair.city, name=name, kind=kind, area=row, by=by)
