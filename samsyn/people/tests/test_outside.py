"""One of neither authority: what she reached with her role she does not reach more of when it has ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from samsyn.people.models import Member, Organisation, Role, RoleAssignment
from samsyn.ui.clock import today

ROOMS = ("/overenskommelser/", "/konferens/", "/falt/", "/underlag/", "/rundtur/", "/platser/", "/arshjul/")
DAY = timedelta(days=1)


@pytest.fixture
def external(norr):
    company = Organisation.objects.create(city=norr.city, name="Bo AB", kind="housing-company", party="other")
    made = Member.objects.create_user("e@x.example", name="Eva", organisation=company)
    RoleAssignment.objects.create(
        member=made, role=Role.EXTERNAL_PARTY, city=norr.city, pair=norr, valid_from=today() - DAY
    )
    return made


@pytest.mark.parametrize("when", ["holds", "has ended", "has not begun", "is gone"])
def test_no_room_opens_when_the_role_of_an_external_party_ends(client, external, when):
    roles = RoleAssignment.objects.filter(member=external)
    if when == "has ended":
        roles.update(valid_to=today())
    if when == "has not begun":
        roles.update(valid_from=today() + DAY)
    if when == "is gone":
        roles.all().delete()
    client.force_login(external)
    assert {room: client.get(room).status_code for room in ROOMS} == dict.fromkeys(ROOMS, 404)
    assert client.get("/installningar/").status_code == 200
