"""Who names a deputy, whom and when, and the page where it is done."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.people import deputies, services
from samsyn.people.models import Member, Office, OfficeHolding, Organisation, Role
from samsyn.people.tests.standing_in import DAY, END, FIRST, PAGE, PAIR, again, may, on
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("mats", "har redan|utse sig själv"),
        ("lena", "annan part"),
        ("closed", "Inloggningen är stängd"),
    ],
)
def test_whom_nobody_names(name, who, said, cast, dora):
    member = cast.get(who, dora)
    if who == "closed":
        Member.objects.filter(pk=dora.pk).update(is_active=False)
    with pytest.raises(UserError, match=said):
        name(member=member)


def test_one_of_another_city_is_not_of_the_same_authority(name, dora, city):
    from samsyn.places import services as places

    other = places.add_city(name="Annanstad", slug="annanstad")
    police = Organisation.objects.create(city=other, name="Polisen", kind="police-district", party="police")
    Member.objects.filter(pk=dora.pk).update(organisation=police)
    with pytest.raises(UserError, match="en annan part"):
        name(member=again(dora))


def test_one_who_holds_an_office_of_the_other_party_is_refused_for_those_days(name, dora, lena, norr):
    held = OfficeHolding.objects.create(
        member=dora,
        office=Office.SOCIAL_DIRECTOR,
        organisation=lena.organisation,
        pair=norr,
        valid_from=FIRST,
    )
    with pytest.raises(UserError, match="ämbete hos den andra parten"):
        name()
    OfficeHolding.objects.filter(pk=held.pk).update(valid_from=END)
    name()


def test_one_who_holds_the_office_herself_is_refused(name, dora, office, norr):
    OfficeHolding.objects.create(
        member=dora, office=office.office, organisation=office.organisation, pair=norr, valid_from=FIRST
    )
    with pytest.raises(UserError, match="har själv det ämbetet"):
        name()


def test_nobody_names_herself_not_even_an_administrator(name, dora, city):
    services_role(dora, city)
    with pytest.raises(UserError, match="Ingen kan utse sig själv"):
        name(by=dora)


def services_role(member, city):
    from samsyn.people.models import RoleAssignment

    RoleAssignment.objects.create(
        member=member, role=Role.ADMINISTRATOR, city=city, pair=None, valid_from=date(2021, 1, 1)
    )


@pytest.mark.parametrize("who", ["astrid", "bo", "cilla", "elsa", "lena", "karl", "gun", "dora"])
def test_only_the_holder_and_the_administrator_of_her_party_name(name, who, cast, dora, karl):
    """Cilla administers for the city, so she names for the city's offices and not for the police's."""
    with pytest.raises(UserError, match="administratören hos samma part"):
        name(by=cast.get(who, dora), member=karl if who != "karl" else cast["bo"])


def test_the_administrator_of_the_party_names_and_ends(cilla, lena, hanna, norr):
    row = services.name_deputy(
        holding=lena.offices.get(), member=hanna, valid_from=FIRST, valid_to=END, delegation="1", by=cilla
    )
    with on(FIRST):
        assert may(hanna, norr)
        services.end_deputy(row=row, by=cilla)
        assert not may(hanna, norr)


def test_a_deputy_of_a_deputy_is_refused(name, deputy, karl, dora, mats):
    with on(FIRST):
        with pytest.raises(UserError, match="Dora står själv in i ämbetet"):
            name(holding=deputy, member=karl)
        with pytest.raises(UserError, match="administratören hos samma part"):
            name(member=karl, by=again(dora), valid_from=END, valid_to=END + DAY)


@pytest.mark.parametrize(
    ("first", "end"),
    [(FIRST, END), (FIRST - DAY, FIRST + DAY), (END - DAY, END + DAY), (FIRST + DAY, FIRST + 2 * DAY)],
)
def test_two_deputies_of_one_office_do_not_overlap_and_one_is_told_who_stands_there(
    name, deputy, karl, first, end
):
    with pytest.raises(UserError, match="Dora står redan in från 8 mars 2027 till och med 12 mars 2027"):
        name(member=karl, valid_from=first, valid_to=end)


def test_the_days_before_and_after_are_free_and_so_are_those_that_were_given_back(name, deputy, karl, mats):
    name(member=karl, valid_from=FIRST - DAY, valid_to=FIRST)
    name(member=karl, valid_from=END, valid_to=END + DAY)
    with on(FIRST + DAY):
        services.end_deputy(row=deputy, by=mats)
        name(member=karl, valid_from=FIRST + DAY, valid_to=END)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"valid_to": FIRST}, "ligger före den första"),
        ({"valid_from": date(2020, 1, 1)}, "har redan varit"),
        ({"valid_to": date(2028, 1, 2)}, "har inte ämbetet alla de dagarna"),
        ({"delegation": "enligt beslut"}, "delegationsbeslutet"),
    ],
)
def test_days_and_decision_are_asked_for(office, dora, mats, more, said):
    OfficeHolding.objects.filter(pk=office.pk).update(valid_to=date(2028, 1, 1))
    given = {"valid_from": FIRST, "valid_to": END, "delegation": "N-2027-00123", **more}
    with pytest.raises(UserError, match=said) as told:
        services.name_deputy(holding=office, member=dora, by=mats, **given)
    assert told.value.message.count(". ") >= 2


def test_the_database_keeps_no_deputy_without_days_or_decision(deputy):
    for change in ({"valid_to": None}, {"valid_to": FIRST - DAY}, {"delegation": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OfficeHolding.objects.filter(pk=deputy.pk).update(**change)


def test_the_chief_names_and_ends_on_her_page_and_what_was_is_kept(client, mats, office, dora, norr):
    client.force_login(mats)
    assert f"{PAGE}{office.pk}/ny/" in client.get(PAGE).content.decode()
    first = today()
    said = {"member": dora.pk, "valid_from": first, "last_day": first, "delegation": "N-2026-00123"}
    assert client.post(f"{PAGE}{office.pk}/ny/", said)["Location"] == PAGE
    row = OfficeHolding.objects.get(deputy_for=office)
    assert row.valid_to == first + DAY  # the last day is hers
    text = client.get(PAGE).content.decode()
    assert "står in nu" in text and "Delegationsbeslut N-2026-00123." in text
    again_said = client.post(f"{PAGE}{office.pk}/ny/", said)
    assert again_said.status_code == 422
    assert "Dora står redan in" in again_said.content.decode()
    assert client.post(f"{PAGE}{row.pk}/avsluta/").status_code == 302
    text = client.get(PAGE).content.decode()
    assert "har stått in" in text and "avslutad i förtid" in text
    assert [entry.event for entry in LogEntry.objects.filter(pair_id=norr.pk).order_by("seq")][-2:] == [
        Event.DEPUTY_NAMED,
        Event.DEPUTY_ENDED,
    ]


def test_the_page_says_who_has_the_office_on_a_day_and_the_office_stays_when_nobody_has(
    client, deputy, mats, cilla, office
):
    client.force_login(cilla)
    assert "Innehavare i dag" in client.get(PAGE).content.decode()
    text = client.get(PAGE, {"dag": FIRST.isoformat()}).content.decode()
    assert "Innehavare 8 mars 2027" in text and "<strong>Dora</strong>" in text
    OfficeHolding.objects.filter(pk=office.pk).update(valid_to=FIRST)
    text = client.get(PAGE, {"dag": END.isoformat()}).content.decode()
    assert "Lokalpolisområdeschef, Norr" in text and "Ingen har ämbetet den dagen." in text
    assert client.get(PAGE, {"dag": "i morgon"}).status_code == 200


def test_others_find_no_page_and_one_chief_not_the_others(client, cast, office, deputy):
    for who, status in (("astrid", 403), ("farid", 403), ("gun", 403), ("lena", 200), ("elsa", 200)):
        client.force_login(cast[who])
        assert client.get(PAGE).status_code == status, who
    client.force_login(cast["lena"])
    assert "Mats" not in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}{office.pk}/ny/").status_code == 404
    assert client.post(f"{PAGE}{deputy.pk}/avsluta/").status_code == 404
    client.force_login(cast["cilla"])
    assert client.get(f"{PAGE}{office.pk}/ny/").status_code == 403
    client.force_login(deputy.member)
    with on(FIRST):
        assert client.get(PAGE).status_code == 403


def test_what_she_does_is_said_on_her_own_pages_and_in_the_handover(client, deputy, dora, cilla, mats):
    with on(FIRST):
        client.force_login(dora)
        assert (
            "Ställföreträdande lokalpolisområdeschef i Exempelstaden Norr"
            in client.get("/installningar/").content.decode()
        )
        assert "ställföreträdande lokalpolisområdeschef" in client.get(f"{PAIR}overlamning/").content.decode()
        client.force_login(mats)
        assert PAGE in client.get("/installningar/").content.decode()
    assert deputies.may_name(mats, mats.offices.get())
