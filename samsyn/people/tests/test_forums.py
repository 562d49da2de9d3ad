from __future__ import annotations

from datetime import date

import pytest

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.people import services
from samsyn.people.models import Forum, Seat
from samsyn.places import services as places
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from tests.worlds import shared

HOME = "/medarbetare/exempelstaden/"


@shared
def steering(norr, cast):
    return Forum.objects.get(pair=norr, kind="steering")


def test_the_forums_stand_with_mandate_place_and_seats_by_function(client, cilla, steering):
    client.force_login(cilla)
    text = client.get(HOME).content.decode()
    assert steering.name in text
    assert "Styrgrupp" in text
    assert "från 2021-01-01 tills vidare" in text
    assert "Socialdirektör: Lena" in text
    assert "Lokalpolisområdeschef: Mats" in text


@pytest.mark.parametrize("person", ["astrid", "gun"])
def test_who_does_not_administer_sees_and_adds_no_forum(client, cast, steering, person):
    client.force_login(cast[person])
    assert client.get(f"{HOME}forum/{steering.pk}/").status_code == 403
    assert client.post(f"{HOME}forum/nytt/", {"name": "X"}).status_code == 403


def test_a_forum_is_added_with_its_mandate_and_logged(client, cilla, norr):
    client.force_login(cilla)
    answer = client.post(
        f"{HOME}forum/nytt/",
        {
            "name": "Rådet för Norr",
            "kind": "council",
            "pair": norr.pk,
            "mandate": "Ger råd.\nBeslutar inget.",
            "valid_from": "2026-01-01",
        },
        follow=True,
    )
    made = Forum.objects.get(name="Rådet för Norr")
    assert answer.redirect_chain[-1][0] == f"{HOME}forum/{made.pk}/"
    assert "Ger råd.<br>Beslutar inget." in answer.content.decode()
    entry = LogEntry.objects.get(event=Event.FORUM_ADDED)
    assert (entry.pair_id, entry.by_id, entry.object_id) == (norr.pk, cilla.pk, str(made.pk))
    again = client.post(
        f"{HOME}forum/nytt/",
        {"name": "rådet för norr", "kind": "council", "pair": norr.pk, "valid_from": "2026-02-01"},
    )
    assert again.status_code == 422
    assert "Det finns redan ett forum där som heter rådet för norr." in again.content.decode()


def test_a_seat_is_given_by_function_and_ended(client, cilla, hanna, steering, norr):
    client.force_login(cilla)
    address = f"{HOME}forum/{steering.pk}/"
    fields = {"member": hanna.pk, "function": "sekreterare", "valid_from": "2026-01-01"}
    assert client.post(f"{address}plats/", fields).status_code == 302
    seat = Seat.objects.get(member=hanna)
    text = client.get(address).content.decode()
    assert "<strong>Sekreterare</strong>" in text
    assert LogEntry.objects.filter(event=Event.SEAT_GIVEN, pair_id=norr.pk, by_id=cilla.pk).exists()
    twice = client.post(f"{address}plats/", fields)
    assert twice.status_code == 422
    assert "Hanna har redan en plats i" in twice.content.decode()
    client.post(f"{address}plats/{seat.pk}/avsluta/")
    seat.refresh_from_db()
    assert seat.valid_to == today()
    assert "Sekreterare" not in client.get(address).content.decode()
    assert LogEntry.objects.filter(event=Event.SEAT_ENDED, object_id=str(seat.pk)).exists()


def test_a_seat_that_ends_before_it_begins_keeps_what_was_typed(client, cilla, hanna, steering):
    client.force_login(cilla)
    answer = client.post(
        f"{HOME}forum/{steering.pk}/plats/",
        {
            "member": hanna.pk,
            "function": "sekreterare",
            "valid_from": "2026-05-01",
            "valid_to": "2026-04-01",
        },
    )
    assert answer.status_code == 422
    assert "ligger inte efter första dagen, 2026-05-01" in answer.content.decode()
    assert 'value="sekreterare"' in answer.content.decode()


def test_a_forum_and_a_seat_of_another_city_are_not_to_be_found(client, cilla, steering, norr):
    client.force_login(cilla)
    town = places.add_city(name="Annanstad", slug="annanstad")
    other = Forum.objects.create(city=town, kind="steering", name="Annan", valid_from=date(2026, 1, 1))
    seat = Seat.objects.filter(forum=steering).first()
    assert client.get(f"{HOME}forum/{other.pk}/").status_code == 404
    assert client.post(f"{HOME}forum/{steering.pk}/plats/{seat.pk + 1000}/avsluta/").status_code == 404
    with pytest.raises(UserError, match="Du är inte administratör i Annanstad"):
        services.add_forum(
            city=town, name="X", kind="steering", mandate="", pair=None, valid_from=date(2026, 1, 1), by=cilla
        )
