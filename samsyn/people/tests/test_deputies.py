"""What a deputy may do: on which days, where and for whom, and what takes it from her."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.audit.queries import check_chain
from samsyn.people import access, queries, services
from samsyn.people.models import Member, Office, OfficeHolding, capacity_word
from samsyn.people.tests.standing_in import DAY, END, FIRST, PAIR, again, may, on
from samsyn.places.intake import open_whole
from samsyn.records.services import Subject, approve
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError


def a_text(pair):
    """Something to decide on; any row will do."""
    return Subject(row=pair, pair=pair, title="Prov", canonical="{}")


@pytest.mark.parametrize(
    ("day", "holds"),
    [(FIRST - DAY, False), (FIRST, True), (FIRST + 2 * DAY, True), (END - DAY, True), (END, False)],
)
def test_she_decides_from_her_first_day_to_her_last(client, deputy, dora, norr, day, holds):
    client.force_login(dora)
    with on(day):
        assert may(dora, norr) is holds
        assert access.capacity(again(dora), norr) == (
            "ställföreträdande lokalpolisområdeschef" if holds else ""
        )
        assert client.get(PAIR).status_code == (200 if holds else 404)
        if not holds:
            with pytest.raises(UserError, match="rätt att besluta"):
                approve(a_text(norr), read_checksum=a_text(norr).checksum, by=again(dora))


def test_she_approves_for_her_own_authority_and_the_register_says_that_she_stood_in(deputy, dora, norr, mats):
    with on(FIRST), translation.override("en"):
        approve(a_text(norr), read_checksum=a_text(norr).checksum, by=again(dora))
    kept = dora.approvals.get()
    assert (kept.party, kept.capacity) == ("police", "ställföreträdande lokalpolisområdeschef")
    with on(FIRST), pytest.raises(UserError, match="Din part har redan godkänt"):
        approve(a_text(norr), read_checksum=a_text(norr).checksum, by=again(mats))


def test_the_word_of_the_register_is_said_in_the_language_of_the_page(monkeypatch):
    for kept in ("ställföreträdande socialdirektör", "socialdirektör", "kommunpolis", "något annat"):
        assert capacity_word(kept) == kept
    words = {"ställföreträdande %(office)s": "deputy %(office)s"}
    monkeypatch.setattr("samsyn.people.models.gettext", lambda text: words[text] if language() else text)
    with translation.override("en"):
        assert capacity_word("ställföreträdande socialdirektör").startswith("deputy ")


def language():
    return translation.get_language() == "en"


def test_other_pairs_and_the_whole_city_are_closed_to_her(client, deputy, dora, norr, soder, city):
    whole = open_whole(city, valid_from=date(2021, 1, 1), by=None)
    client.force_login(dora)
    with on(FIRST):
        assert not may(dora, soder)
        assert client.get("/par/exempelstaden-soder/").status_code == 404
        assert not may(dora, whole)
        assert access.rights_in(again(dora), whole).may_read  # as everybody who reads a pair of the city
        assert not access.may_write(again(dora), norr)


def test_a_deputy_of_a_chief_of_the_city_decides_for_the_whole_city_and_not_for_an_area(
    city, elsa, dora, norr
):
    whole = open_whole(city, valid_from=date(2021, 1, 1), by=None)
    services.name_deputy(
        holding=elsa.offices.get(), member=dora, valid_from=FIRST, valid_to=END, delegation="A-1", by=elsa
    )
    with on(FIRST):
        assert may(dora, whole)
        assert not may(dora, norr)


def test_a_holding_that_ends_takes_its_deputies_with_it(deputy, office, dora, mats, norr, cilla, name):
    later = name(valid_from=END + DAY, valid_to=END + 3 * DAY)
    with on(FIRST):
        services.end_office(row=office, by=cilla)
        assert not may(dora, norr)
    assert not OfficeHolding.objects.filter(pk=later.pk).exists()
    deputy.refresh_from_db()
    assert deputy.valid_to == FIRST
    assert LogEntry.objects.filter(event=Event.DEPUTY_ENDED).count() == 2
    assert check_chain().is_whole


def test_a_holding_that_ended_in_any_way_ends_the_right_that_rests_on_it(deputy, office, dora, norr):
    OfficeHolding.objects.filter(pk=office.pk).update(valid_to=FIRST + DAY)
    with on(FIRST):
        assert may(dora, norr)
    with on(FIRST + DAY):
        assert not may(dora, norr)


def test_an_office_given_today_and_taken_back_today_leaves_no_deputy(dora, bo, cilla, norr, mats):
    police = mats.organisation
    row = services.give_office(
        member=bo,
        office=Office.LOCAL_POLICE_CHIEF,
        organisation=police,
        pair=norr,
        valid_from=today(),
        by=cilla,
    )
    row = services.confirm_appointment(row=row, by=mats)
    services.name_deputy(
        holding=row, member=dora, valid_from=today(), valid_to=today() + DAY, delegation="1", by=bo
    )
    services.end_office(row=row, by=cilla)
    assert not OfficeHolding.objects.filter(deputy_for__isnull=False).exists()


def test_a_deputy_whose_sign_in_is_closed_decides_nothing_and_is_not_waited_for(client, deputy, dora, norr):
    client.force_login(dora)
    with on(FIRST):
        assert client.get(PAIR).status_code == 200
        assert queries.deciders(norr)["police"] == "Dora, ställföreträdande lokalpolisområdeschef"
        Member.objects.filter(pk=dora.pk).update(is_active=False)
        assert not may(dora, norr)
        assert client.get(PAIR).status_code == 302  # to the sign-in
        assert queries.deciders(norr)["police"] == "Mats, lokalpolisområdeschef"


def test_a_deputy_who_goes_over_to_the_other_authority_decides_for_neither(deputy, dora, lena, norr):
    Member.objects.filter(pk=dora.pk).update(organisation=lena.organisation)
    with on(FIRST):
        assert not may(dora, norr)
        assert queries.deciders(norr)["police"].startswith("Mats")


def test_a_deputy_who_is_withdrawn_is_out_in_the_session_that_she_has(client, deputy, dora, mats, norr):
    client.force_login(dora)
    with on(FIRST):
        assert client.get(PAIR).status_code == 200
        services.end_deputy(row=deputy, by=mats)
        assert client.get(PAIR).status_code == 404
        assert not may(dora, norr)
        with pytest.raises(UserError, match="står inte längre in"):
            services.end_deputy(row=deputy, by=mats)
    deputy.refresh_from_db()
    assert deputy.valid_to == FIRST and deputy.withdrawn_at is not None


def test_a_clock_that_goes_backwards_gives_nothing_back_to_one_who_was_withdrawn(deputy, dora, mats, norr):
    with on(FIRST + 3 * DAY):
        assert may(dora, norr)
        services.end_deputy(row=deputy, by=mats)
    with on(FIRST + DAY):
        assert not may(dora, norr)
        assert queries.deciders(norr)["police"].startswith("Mats")


def test_the_same_member_is_asked_anew_when_the_clock_is_set_back(deputy, dora, norr):
    """What she holds is kept on the member for the day it was read, whichever way the day turns."""
    member = again(dora)
    for day, holds in (
        (FIRST - DAY, False),
        (FIRST, True),
        (FIRST - DAY, False),
        (END, False),
        (FIRST, True),
    ):
        with on(day):
            assert access.may_approve(member, norr) is holds


def test_a_deputy_does_not_sign_agreements_and_the_year_she_stood_in_does_not_make_her_a_signer(
    deputy, norr, mats
):
    from samsyn.agreements import signers

    chief = Office.LOCAL_POLICE_CHIEF
    assert [row.member for row in signers.holdings(norr, chief, on=FIRST)] == [mats]
    assert signers.possible(norr, chief) == [mats]
    with on(FIRST):
        assert access.rights_in(again(deputy.member), norr).offices == set()
