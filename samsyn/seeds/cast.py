"""The cast: the invented people of the example and of the tests. They work in Exempelstaden Norr.

Astrid, Bo, Cilla and the others may also try their hands on Göteborg's Nordost; nothing invented is written there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from samsyn.people.models import (
    Forum,
    ForumKind,
    Member,
    Office,
    OfficeHolding,
    Organisation,
    OrganisationKind,
    Party,
    Role,
    RoleAssignment,
    Seat,
)
from samsyn.places.models import AreaPair, City

DOMAIN = "exempelstaden.example"
PASSWORDLESS = None


@dataclass(frozen=True)
class Person:
    """One of the cast: which organisation, which role where (`home` = Norr, `other` = Söder, `city`), which office."""

    key: str
    name: str
    title: str
    organisation: str
    role: Role | None = None
    where: str = "home"
    office: Office | None = None
    extra: Role | None = None


CAST = (
    Person("astrid", "Astrid", "trygghetssamordnare", "social", Role.COORDINATOR),
    Person("bo", "Bo", "kommunpolis", "local-police", Role.MUNICIPAL_OFFICER),
    Person("cilla", "Cilla", "analytiker", "city", Role.ANALYST, "city", extra=Role.ADMINISTRATOR),
    Person("david", "David", "stadsdirektör", "city", None, "city", Office.CITY_DIRECTOR),
    Person("elsa", "Elsa", "polisområdeschef", "police", None, "city", Office.POLICE_DISTRICT_CHIEF),
    Person("farid", "Farid", "trygghetssamordnare", "social-other", Role.COORDINATOR, "other"),
    Person("gun", "Gun", "revisor", "city", Role.AUDITOR, "city"),
    Person("hanna", "Hanna", "fältassistent", "social", Role.REPORTER),
    Person("ivar", "Ivar", "registrator", "city", Role.REGISTRAR, "city"),
    Person("karl", "Karl", "områdespolis", "local-police", Role.AREA_OFFICER),
    Person("lena", "Lena", "socialdirektör", "social", None, "home", Office.SOCIAL_DIRECTOR),
    Person("mats", "Mats", "lokalpolisområdeschef", "local-police", None, "home", Office.LOCAL_POLICE_CHIEF),
)

# Who signs for the city and the police in the other pair: in the example only, where Söder has an agreement of its own.
NEIGHBOURS = (
    Person("nora", "Nora", "socialdirektör", "social", None, "other", Office.SOCIAL_DIRECTOR),
    Person("olle", "Olle", "lokalpolisområdeschef", "police", None, "other", Office.LOCAL_POLICE_CHIEF),
)

_ORGANISATIONS = {
    "city": ("{city} stad", OrganisationKind.CITY, Party.CITY, None),
    "police": ("Polisområde {city}", OrganisationKind.POLICE_DISTRICT, Party.POLICE, None),
    "social": ("Socialförvaltningen {home}", OrganisationKind.CITY_ADMINISTRATION, Party.CITY, "city"),
    "social-other": ("Socialförvaltningen {other}", OrganisationKind.CITY_ADMINISTRATION, Party.CITY, "city"),
    "local-police": (
        "Lokalpolisområde {police}",
        OrganisationKind.LOCAL_POLICE_DISTRICT,
        Party.POLICE,
        "police",
    ),
    "housing": ("{city}s bostäder", OrganisationKind.HOUSING_COMPANY, Party.OTHER, None),
}


def add_organisations(*, city: City, home: AreaPair, other: AreaPair) -> dict[str, Organisation]:
    """Add the city's organisations, by the keys that `Person.organisation` uses."""
    names = {"city": city.name, "home": home.name, "other": other.name, "police": home.police_area.name}
    made: dict[str, Organisation] = {}
    for key, (name, kind, party, parent) in _ORGANISATIONS.items():
        made[key] = Organisation.objects.create(
            city=city,
            name=name.format(**names),
            kind=kind,
            party=party,
            parent=made[parent] if parent else None,
        )
    return made


def add_cast(*, city: City, home: AreaPair, other: AreaPair, since: date) -> dict[str, Member]:
    """Add the twelve members with their roles, offices and seats from `since`; nobody has a password."""
    organisations = add_organisations(city=city, home=home, other=other)
    pairs = {"home": home, "other": other, "city": None}
    members: dict[str, Member] = {}
    for person in CAST:
        member = Member.objects.create_user(
            f"{person.key}@{DOMAIN}",
            PASSWORDLESS,
            name=person.name,
            title=person.title,
            organisation=organisations[person.organisation],
            is_example=True,
        )
        members[person.key] = member
        for role in (person.role, person.extra):
            if role:
                RoleAssignment.objects.create(
                    member=member, role=role, city=city, pair=pairs[person.where], valid_from=since
                )
        if person.office:
            OfficeHolding.objects.create(
                member=member,
                office=person.office,
                organisation=member.organisation,
                pair=pairs[person.where],
                valid_from=since,
            )
    _add_forums(city=city, home=home, members=members, since=since)
    return members


def add_neighbours(pair: AreaPair, *, since: date) -> dict[str, Member]:
    """Add the two chiefs who sign in the other pair, and its local police district. Adding them again changes nothing."""
    organisations = {
        "social": Organisation.objects.get(city=pair.city, name=f"Socialförvaltningen {pair.name}"),
        "police": _local_police(pair),
    }
    members: dict[str, Member] = {}
    for person in NEIGHBOURS:
        email, organisation = f"{person.key}@{DOMAIN}", organisations[person.organisation]
        member = Member.objects.filter(email=email).first() or Member.objects.create_user(
            email,
            PASSWORDLESS,
            name=person.name,
            title=person.title,
            organisation=organisation,
            is_example=True,
        )
        assert person.office is not None
        OfficeHolding.objects.get_or_create(
            member=member, office=person.office, organisation=organisation, pair=pair,
            defaults={"valid_from": since},
        )  # fmt: skip
        members[person.key] = member
    return members


def _local_police(pair: AreaPair) -> Organisation:
    """Return the organisation of the pair's local police district, added the first time."""
    above = Organisation.objects.filter(city=pair.city, kind=OrganisationKind.POLICE_DISTRICT).first()
    named = f"Lokalpolisområde {pair.police_area.name}"
    known = {"kind": OrganisationKind.LOCAL_POLICE_DISTRICT, "party": Party.POLICE, "parent": above}
    found, _is_new = Organisation.objects.get_or_create(city=pair.city, name=named, defaults=known)
    return found


def give_roles_in(pair: AreaPair, members: dict[str, Member], *, since: date) -> None:
    """Let the cast work in another pair too: the same role or office there, from `since`."""
    for person in CAST:
        if person.where == "other":
            continue
        member = members[person.key]
        where = None if person.where == "city" else pair
        for role in (person.role, person.extra):
            if role:
                RoleAssignment.objects.get_or_create(
                    member=member, role=role, city=pair.city, pair=where, defaults={"valid_from": since}
                )
        if person.office and person.where == "home":
            OfficeHolding.objects.get_or_create(
                member=member,
                office=person.office,
                organisation=member.organisation,
                pair=pair,
                defaults={"valid_from": since},
            )


def _add_forums(*, city: City, home: AreaPair, members: dict[str, Member], since: date) -> None:
    steering = Forum.objects.create(
        city=city,
        pair=home,
        kind=ForumKind.STEERING,
        name=f"Styrgrupp {home.name}",
        valid_from=since,
        mandate="Beslutar lägesbild, mål och åtgärdsplan för området.",
    )
    preparatory = Forum.objects.create(
        city=city,
        pair=home,
        kind=ForumKind.PREPARATORY,
        name=f"Beredningsgrupp {home.name}",
        valid_from=since,
        mandate="Bereder lägesbild, problembilder och åtgärder åt styrgruppen.",
    )
    for forum, keys in ((steering, ("lena", "mats")), (preparatory, ("astrid", "bo", "cilla"))):
        for key in keys:
            Seat.objects.create(
                forum=forum, member=members[key], function=members[key].title, valid_from=since
            )
