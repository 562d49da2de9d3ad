"""Which conferences there are, what belongs to one, and what a pair's home says of the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from samsyn.conference.models import Conference, Material, Participant, ProgrammePoint
from samsyn.places.models import AreaPair, City
from samsyn.priorities.models import PriorityList
from samsyn.priorities.queries import decided_list

SOON = timedelta(days=60)


def conferences_of(city: City) -> list[Conference]:
    """Return the city's conferences, the latest year first."""
    rows = list(Conference.objects.filter(city=city).order_by("-year"))
    for row in rows:
        row.city = city
    return rows


def areas_of_city(city: City, *, on: date) -> list[AreaPair]:
    """Return the area pairs of the city that are in force on the day, the whole city left out."""
    rows = AreaPair.objects.filter(city=city, is_whole=False).on(on).order_by("name")
    found = rows.select_related("city", "city_area__division", "police_area__division")
    return list(found.defer("city_area__geometry", "police_area__geometry"))


@dataclass(frozen=True)
class Parts:
    """What belongs to the day, without what is removed."""

    programme: list[ProgrammePoint]
    participants: list[Participant]
    material: list[Material]

    @property
    def head_count(self) -> int:
        return sum(row.count for row in self.participants)


def parts_of(conference: Conference) -> Parts:
    material = conference.material.filter(removed_at=None).select_related("edition__picture__pair")
    return Parts(
        programme=list(conference.programme.filter(removed_at=None)),
        participants=list(conference.participants.filter(removed_at=None)),
        material=list(material.defer("edition__canonical")),
    )


@dataclass(frozen=True)
class Soon:
    """What a pair's home says: a conference within 60 days, and the year whose priorities are decided."""

    conference: Conference | None
    priorities: PriorityList | None

    def __bool__(self) -> bool:
        return self.conference is not None or self.priorities is not None


def soon_for(pair: AreaPair, *, on: date) -> Soon:
    """Return what the home of a pair says of its city's conference."""
    rows = Conference.objects.filter(city=pair.city_id, held_on__gte=on, held_on__lte=on + SOON)
    conference = rows.order_by("held_on").first()
    if conference is not None:
        conference.city = pair.city
    return Soon(conference, decided_list(pair.city_id, on.year + 1) or decided_list(pair.city_id, on.year))
