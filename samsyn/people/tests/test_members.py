from __future__ import annotations

from datetime import date

import pytest

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.people import access, services
from samsyn.people.models import Member, Organisation, Role, RoleAssignment
from samsyn.people.place_rules import Rules
from samsyn.places import services as places
from samsyn.ui.errors import UserError

HOME = "/medarbetare/exempelstaden/"


def second_city(by):
    """Nottingham, as the room Platser adds a city: who adds it administers it."""
    town = places.add_city(name="Nottingham", country="GB", local_crs="EPSG:27700", by=by)
    Rules().settle(town, by=by, since=date(2026, 1, 1))
    return town


def add(client, **changes):
    social = Organisation.objects.get(name="Socialförvaltningen Norr")
    fields = {
        "name": "Olle",
        "title": "fältassistent",
        "email": "olle@exempelstaden.example",
        "organisation": social.pk,
    }
    return client.post(f"{HOME}ny/", {**fields, **changes})


def test_the_administrator_sees_everybody_by_organisation(client, cilla):
    client.force_login(cilla)
    assert client.get("/medarbetare/")["Location"] == HOME
    text = client.get(HOME).content.decode()
    assert "Socialförvaltningen Norr" in text
    assert "Trygghetssamordnare, Exempelstaden Norr" in text


@pytest.mark.parametrize("key", ["astrid", "bo", "gun", "david"])
def test_who_works_in_the_city_but_is_not_its_administrator_is_refused(client, cast, key):
    client.force_login(cast[key])
    assert client.get(HOME).status_code == 403
    assert client.get("/medarbetare/").status_code == 403
    assert add(client).status_code == 403
    assert not Member.objects.filter(name="Olle").exists()


def test_who_has_nothing_in_the_city_may_not_know_it(client, cast):
    lonely = Member.objects.create_user("x@x.example", name="X", organisation=cast["astrid"].organisation)
    client.force_login(lonely)
    assert client.get(HOME).status_code == 404


def test_a_new_member_gets_a_password_that_is_shown_once(client, cilla):
    client.force_login(cilla)
    response = add(client)
    text = response.content.decode()
    member = Member.objects.get(email="olle@exempelstaden.example")
    assert "Det visas bara nu." in text
    password = text.split('class="once hash">')[1].split("<")[0]
    assert member.check_password(password)
    assert member.must_change_password
    assert member.is_example
    assert response["Cache-Control"].startswith("private") or "no-store" in response["Cache-Control"]
    entry = LogEntry.objects.get(event=Event.MEMBER_ADDED)
    assert entry.by_id == cilla.pk
    assert "Olle" not in entry.facts


def test_the_same_address_twice_is_explained(client, cilla):
    client.force_login(cilla)
    add(client)
    again = add(client, email="OLLE@exempelstaden.example", name="Olle B")
    assert again.status_code == 422
    assert "används redan" in again.content.decode()
    assert "Olle B" in again.content.decode()


def test_fields_that_are_not_in_the_form_change_nothing(client, cilla):
    client.force_login(cilla)
    add(client, is_example="", is_active="", must_change_password="", password="x")
    member = Member.objects.get(name="Olle")
    assert (member.is_example, member.is_active, member.must_change_password) == (True, True, True)
    client.post(f"{HOME}{member.pk}/uppgifter/", {"name": "Olle", "title": "", "email": "ny@x.example"})
    member.refresh_from_db()
    assert member.email == "olle@exempelstaden.example"


def test_a_role_is_given_in_a_pair_and_ended(client, cilla, hanna, norr):
    client.force_login(cilla)
    answer = client.post(
        f"{HOME}{hanna.pk}/roll/",
        {"role-role": "area-officer", "role-pair": norr.pk, "role-valid_from": "2026-01-01"},
    )
    assert answer.status_code == 302
    row = RoleAssignment.objects.get(member=hanna, role=Role.AREA_OFFICER)
    assert row.pair == norr
    assert LogEntry.objects.filter(event=Event.ROLE_GIVEN, pair_id=norr.pk, by_id=cilla.pk).exists()
    client.post(f"{HOME}{hanna.pk}/roll/{row.pk}/avsluta/")
    assert Role.AREA_OFFICER not in access.roles_in(hanna, norr)
    assert LogEntry.objects.filter(event=Event.ROLE_ENDED).exists()


def test_a_period_that_ends_before_it_begins_keeps_what_was_typed(client, cilla, hanna):
    client.force_login(cilla)
    answer = client.post(
        f"{HOME}{hanna.pk}/roll/",
        {"role-role": "reviewer", "role-valid_from": "2026-05-01", "role-valid_to": "2026-04-01"},
    )
    assert answer.status_code == 422
    assert "ligger inte efter första dagen, 2026-05-01" in answer.content.decode()
    assert 'value="2026-05-01"' in answer.content.decode()


def test_an_office_stays_within_ones_own_party(client, cilla, lena, norr):
    police = Organisation.objects.get(name="Lokalpolisområde Väst")
    with pytest.raises(UserError, match="en annan part"):
        services.give_office(
            member=lena,
            office="local-police-chief",
            organisation=police,
            pair=norr,
            valid_from=date(2026, 1, 1),
            by=cilla,
        )
    client.force_login(cilla)
    fields = {
        "office-office": "social-director",
        "office-organisation": lena.organisation_id,
        "office-pair": "",
        "office-valid_from": "2026-01-01",
    }
    assert client.post(f"{HOME}{lena.pk}/ambete/", fields).status_code == 302
    assert (
        client.post(f"{HOME}{lena.pk}/ambete/", {**fields, "office-organisation": police.pk}).status_code
        == 422
    )


def test_an_administrator_gives_no_role_in_a_city_that_she_does_not_administer(client, cilla, astrid):
    other = places.add_city(name="Annanstad", slug="annanstad")
    with pytest.raises(UserError, match="Du är inte administratör i Annanstad"):
        services.give_role(
            member=astrid, role=Role.COORDINATOR, city=other, pair=None, valid_from=date(2026, 1, 1), by=cilla
        )
    client.force_login(cilla)
    assert client.get("/medarbetare/annanstad/").status_code == 404


def test_a_pair_of_another_city_is_not_among_the_choices(client, cilla, astrid, norr):
    town = second_city(cilla)
    with pytest.raises(UserError, match="hör till en annan stad"):
        services.give_role(
            member=astrid, role=Role.COORDINATOR, city=town, pair=norr, valid_from=date(2026, 1, 1), by=cilla
        )
    client.force_login(cilla)
    answer = client.post(
        "/medarbetare/nottingham/fran-annan-stad/",
        {"member": astrid.pk, "role": "coordinator", "pair": norr.pk, "valid_from": "2026-01-01"},
    )
    assert answer.status_code == 422


def test_a_new_city_gets_its_people_from_the_old_one(client, cilla, astrid):
    client.force_login(cilla)
    second_city(cilla)
    client.post(
        "/medarbetare/nottingham/fran-annan-stad/",
        {"member": astrid.pk, "role": "coordinator", "pair": "", "valid_from": "2026-01-01"},
    )
    text = client.get("/medarbetare/nottingham/").content.decode()
    assert "Astrid" in text
    assert "Har roller här." in text
    assert client.get("/medarbetare/").status_code == 200


def test_a_closed_member_is_out_at_once_and_can_be_let_in_again(client, cilla, real):
    client.force_login(cilla)
    client.post(f"{HOME}{real.pk}/inloggning/", {"do": "close"})
    real.refresh_from_db()
    assert not real.is_active
    client.post(f"{HOME}{real.pk}/inloggning/", {"do": "open"})
    real.refresh_from_db()
    assert real.is_active


def test_nobody_locks_herself_out(client, cilla):
    client.force_login(cilla)
    answer = client.post(f"{HOME}{cilla.pk}/inloggning/", {"do": "close"}, follow=True)
    assert "Be en annan administratör att stänga den." in answer.content.decode()
    own = RoleAssignment.objects.get(member=cilla, role=Role.ADMINISTRATOR)
    answer = client.post(f"{HOME}{cilla.pk}/roll/{own.pk}/avsluta/", follow=True)
    assert "Ge rollen till någon annan" in answer.content.decode()
    cilla.refresh_from_db()
    assert cilla.is_active


def test_a_role_as_administrator_is_for_the_whole_city(cilla, bo, norr, city):
    with pytest.raises(UserError, match="Välj ”Hela staden”"):
        services.give_role(
            member=bo, role=Role.ADMINISTRATOR, city=city, pair=norr, valid_from=date(2026, 1, 1), by=cilla
        )


def test_the_first_administrator_comes_from_the_command_line_and_only_the_first(db):
    member, password = services.add_first_administrator(
        city_name="Göteborg", name="Rut", email="Rut@goteborg.example"
    )
    assert member.check_password(password)
    assert member.must_change_password
    assert [city.name for city in access.administered_cities(member)] == ["Göteborg"]
    with pytest.raises(UserError, match="har redan en administratör"):
        services.add_first_administrator(city_name="göteborg", name="Eva", email="eva@goteborg.example")


def test_an_organisation_is_added_once(client, cilla):
    client.force_login(cilla)
    fields = {"name": "Parkförvaltningen", "kind": "city-administration", "party": "city", "parent": ""}
    assert client.post(f"{HOME}organisation/ny/", fields).status_code == 302
    again = client.post(f"{HOME}organisation/ny/", fields)
    assert again.status_code == 422
    assert "har redan en organisation som heter Parkförvaltningen" in again.content.decode()
