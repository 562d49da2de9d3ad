"""Who asks in these tests: somebody with every role and office, but somewhere else; and every address with an id."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from http.cookies import SimpleCookie
from pathlib import Path

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import Client
from django.urls import reverse

EXPECTED = tomllib.loads((Path(__file__).parents[1] / "access" / "expected.toml").read_text("utf-8"))
SINCE = date(2021, 1, 1)
FORGED = {
    "hx-request": "true",
    "hx-target": "innehall",
    "hx-current-url": "http://testserver/par/exempelstaden-norr/",
    "hx-boosted": "true",
    "x-requested-with": "XMLHttpRequest",
    "x-samsyn-count": "1",
    "x-http-method-override": "GET",
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-user": "cilla@exempelstaden.example",
    "remote-user": "cilla@exempelstaden.example",
    "x-original-url": "/",
    "sec-fetch-site": "same-origin",
}
MARK = "\"'><b id=zz>"  # leaves an attribute of either kind, and shows as an element if it is not escaped
KEPT = {
    "slug",
    "code",
    "key",
    "email",
    "password",
    "checksum",
    "file_checksum",
    "canonical",
    "state",
    "token_checksum",
}
HOME, NEXT_DOOR = "exempelstaden-norr", "exempelstaden-soder"
# answered to everybody, or about oneself only
OPEN = {name for name, route in EXPECTED.items() if "stranger" not in route["get"].get("302", "").split()}


def everything(*, member, city, pair=None):
    """Give the member each role and each office there is, in the pair or in the whole city."""
    from samsyn.people.models import Office, OfficeHolding, Role, RoleAssignment

    for role in Role:
        if role == Role.ADMINISTRATOR and pair is not None:
            continue
        RoleAssignment.objects.get_or_create(
            member=member, role=role, city=city, pair=pair, defaults={"valid_from": SINCE}
        )
    for office in Office:
        OfficeHolding.objects.create(
            member=member, office=office, organisation=member.organisation, pair=pair, valid_from=SINCE
        )
    return member


def another_city():
    """Annanstad with one pair, and Rut, who is everything there."""
    from samsyn.people.models import Member, Organisation, OrganisationKind, Party
    from samsyn.places import services
    from samsyn.places.models import AreaKind, AreaPair
    from tests.small_city import _square

    city = services.add_city(name="Annanstad", code="9998", is_example=True)
    made = []
    for name, kind in (
        ("Stadsområden", AreaKind.CITY_AREA),
        ("Lokalpolisområden", AreaKind.LOCAL_POLICE_DISTRICT),
    ):
        division = services.add_division(
            city=city, name=name, kind=kind, valid_from=SINCE, source="x", licence="CC0",
            areas=[services.NewArea("a", "Bortom", _square(9, 9))],
        )  # fmt: skip
        made.append(division.areas.get())
    pair = AreaPair.objects.create(
        city=city, name="Bortom", slug="annanstad-bortom", city_area=made[0], police_area=made[1],
        valid_from=SINCE,
    )  # fmt: skip
    organisation = Organisation.objects.create(
        city=city, name="Annanstad", kind=OrganisationKind.CITY, party=Party.CITY
    )
    rut = Member.objects.create_user(
        "rut@annanstad.example", None, name="Rut", organisation=organisation, is_example=True
    )
    return everything(member=rut, city=city), pair


def signed_in(member) -> Client:
    client = Client(raise_request_exception=False)
    if member is not None:
        client.force_login(member)
    return client


def addresses(world: dict, **instead: str):
    """Yield (name, address) of every route with its ids; `instead` puts another slug, city or id in their place."""
    for name, route in EXPECTED.items():
        kwargs = {key: world.get(value, value) for key, value in route.get("kwargs", {}).items()}
        changed = {key: instead.get(key, value) for key, value in kwargs.items()}
        if instead and changed == kwargs:
            continue
        yield name, reverse(name, kwargs=changed) + route.get("query", "")


def ask(client: Client, verb: str, address: str, data: dict | None = None, **options):
    """Ask and take back what the call wrote and the cookies that it set."""
    cookies = SimpleCookie(client.cookies)
    with transaction.atomic():
        response = getattr(client, verb)(address, data or {}, **options)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def told(response, address: str) -> tuple[int, str, dict[str, str]]:
    """What an answer tells: status, body and headers, without what differs between any two and what was asked for."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    body = body.replace(address, "")
    headers = {key: value for key, value in response.items() if key not in {"X-Request-Id", "Content-Length"}}
    return response.status_code, body, headers


def mark_everything() -> int:
    """Write the mark in every free text that the database lets be changed; return in how many fields."""
    changed = 0
    for model in apps.get_models():
        if not model.__module__.startswith("samsyn.") or model._meta.app_label == "audit":
            continue
        for field in model._meta.concrete_fields:
            if (
                type(field) not in {models.CharField, models.TextField}
                or field.choices
                or field.name in KEPT
                or "checksum" in field.name
            ):
                continue
            rest = (
                models.functions.Cast("pk", models.TextField())
                if field.unique or _is_in_unique(field)
                else None
            )
            value = models.functions.Concat(models.Value(MARK), rest) if rest else MARK
            try:
                with transaction.atomic():
                    changed += bool(
                        model._base_manager.exclude(**{field.name: ""}).update(**{field.name: value})
                    )
            except DatabaseError:
                continue  # decided, or only certain words: nobody can write it either
    return changed


def _is_in_unique(field) -> bool:
    return any(field.name in getattr(one, "fields", ()) for one in field.model._meta.constraints)
