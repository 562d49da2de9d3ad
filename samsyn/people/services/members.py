"""Adding members, organisations and cities; opening and closing sign-in."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access
from samsyn.people.models import Member, Organisation, OrganisationKind, Party, Role, RoleAssignment
from samsyn.people.passwords import folded
from samsyn.people.resets import HELD_FOR
from samsyn.people.services.sessions import forget_sessions
from samsyn.places import services as places
from samsyn.places.models import City
from samsyn.ui.clock import now, today
from samsyn.ui.errors import UserError

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no l, 1, o, 0, i: they are read aloud and written by hand


def one_time_password() -> str:
    """Return seven groups of four letters and digits: 138 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _i in range(4)) for _j in range(7))


def must_administer(by: Member, city: City) -> None:
    """Raise UserError unless `by` administers the city."""
    if not access.administers(by, city):
        raise UserError(
            _(
                "Ändringen sparades inte. Du är inte administratör i %(city)s. Be någon som är det att göra ändringen."
            )
            % {"city": city.name}
        )


@transaction.atomic
def add_member(
    *, name: str, title: str, email: str, organisation: Organisation, by: Member
) -> tuple[Member, str]:
    """Add a member and return her with her one-time password, which is shown once and kept nowhere in clear."""
    must_administer(by, organisation.city)
    password = one_time_password()
    if Member.objects.filter(email=email.strip().lower()).exists():
        raise UserError(
            _(
                "Medarbetaren lades inte till. Adressen %(email)s används redan. "
                "Finns personen redan i en annan stad, ge henne en roll här i stället."
            )
            % {"email": email}
        )
    member = Member.objects.create_user(
        email.strip(),
        password,
        name=name,
        title=title,
        organisation=organisation,
        is_example=organisation.city.is_example or by.is_example,  # the invented make only invented people
        must_change_password=True,
        held_until=now() + HELD_FOR,
    )
    record(Event.MEMBER_ADDED, member, by=by, organisation=organisation.pk)
    return member, password


@transaction.atomic
def change_member(*, member: Member, name: str, title: str, by: Member) -> Member:
    """Change a member's name and title. She may do it herself; so may the administrator of her city.

    Nobody takes the name of another who works in the city. Two who are really called the same: the administrator writes it.
    """
    if member.pk == by.pk:
        _must_be_her_own(member, name)
    else:
        must_administer(by, member.organisation.city)
    member.name, member.title = name, title
    member.save(update_fields=["name", "title"])
    record(Event.MEMBER_CHANGED, member, by=by)
    return member


def _must_be_her_own(member: Member, name: str) -> None:
    """Raise UserError when another living member of the city has the name, whatever case, accents and blanks."""
    wanted = folded(name)
    if wanted == folded(member.name):
        return
    city = member.organisation.city
    others = Member.objects.filter(organisation__city=city, is_active=True).exclude(pk=member.pk)
    if any(folded(other) == wanted for other in others.values_list("name", flat=True)):
        raise UserError(
            _(
                "Namnet sparades inte. En annan medarbetare i %(city)s heter %(name)s. "
                "Skriv ditt eget namn, eller be din administratör om ni verkligen heter lika."
            )
            % {"city": city.name, "name": " ".join(name.split())}
        )


@transaction.atomic
def close_member(*, member: Member, by: Member) -> None:
    """Close a member's sign-in at once. What she has written and decided stays."""
    must_administer(by, member.organisation.city)
    if member.pk == by.pk:
        raise UserError(
            _(
                "Inloggningen stängdes inte. Det är din egen, och då kan du inte öppna den igen. "
                "Be en annan administratör att stänga den."
            )
        )
    member.is_active = False
    member.save(update_fields=["is_active"])
    forget_sessions(member)
    record(Event.MEMBER_CLOSED, member, by=by)


@transaction.atomic
def open_member(*, member: Member, by: Member) -> None:
    """Open a closed sign-in again."""
    must_administer(by, member.organisation.city)
    member.is_active = True
    member.save(update_fields=["is_active"])
    record(Event.MEMBER_OPENED, member, by=by)


@transaction.atomic
def add_organisation(
    *, city: City, name: str, kind: str, party: str, parent: Organisation | None = None, by: Member
) -> Organisation:
    """Add an organisation of the city."""
    must_administer(by, city)
    try:
        with transaction.atomic():
            made = Organisation.objects.create(city=city, name=name, kind=kind, party=party, parent=parent)
    except IntegrityError as error:
        raise UserError(
            _(
                "Organisationen lades inte till. %(city)s har redan en organisation som heter %(name)s. "
                "Använd den, eller ge den nya ett annat namn."
            )
            % {"city": city.name, "name": name}
        ) from error
    record(Event.ORGANISATION_ADDED, made, by=by)
    return made


def _make_administrator(member: Member, city: City, *, by: Member | None) -> None:
    row = RoleAssignment.objects.create(
        member=member, role=Role.ADMINISTRATOR, city=city, pair=None, valid_from=today()
    )
    record(Event.ROLE_GIVEN, row, by=by, member=member.pk, role=str(Role.ADMINISTRATOR), city=city.pk)


@transaction.atomic
def add_first_administrator(*, city_name: str, name: str, email: str) -> tuple[Member, str]:
    """Add a city's first administrator from the command line, and the city when it is new.

    Raises UserError when the city already has an administrator: she adds the rest in the program.
    """
    city = City.objects.filter(name__iexact=city_name).first() or places.add_city(name=city_name)
    taken = RoleAssignment.objects.on(today()).filter(city=city, role=Role.ADMINISTRATOR, pair=None)
    if taken.filter(member__is_example=False, member__is_active=True).exists():
        raise UserError(
            _(
                "Administratören lades inte till. %(city)s har redan en administratör. "
                "Be henne lägga till dig under Medarbetare."
            )
            % {"city": city.name}
        )
    if Member.objects.filter(email=email.strip().lower()).exists():
        raise UserError(
            _("Administratören lades inte till. Adressen %(email)s används redan. Välj en annan adress.")
            % {"email": email}
        )
    organisation = Organisation.objects.filter(city=city, kind=OrganisationKind.CITY).first()
    if organisation is None:
        organisation = Organisation.objects.create(
            city=city, name=city.name, kind=OrganisationKind.CITY, party=Party.CITY
        )
        record(Event.ORGANISATION_ADDED, organisation)
    password = one_time_password()
    member = Member.objects.create_user(
        email.strip(), password, name=name, organisation=organisation, must_change_password=True
    )
    record(Event.MEMBER_ADDED, member, organisation=organisation.pk)
    _make_administrator(member, city, by=None)
    return member, password
