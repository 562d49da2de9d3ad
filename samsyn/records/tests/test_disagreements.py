"""What the parties do not agree on: taken up from a text on review, read by both when both have written, answered above."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.audit.queries import check_chain
from samsyn.people import services as people
from samsyn.places.intake import open_whole
from samsyn.records.disagreement import queries, services
from samsyn.records.disagreement.models import Disagreement, DisagreementState, Standpoint
from samsyn.records.joint import services as joint
from samsyn.records.models import Approval
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.problem.tests import world as worlds
from samsyn.steps.situation.services import editions
from samsyn.steps.situation.tests.editions import PERIOD, full_picture
from samsyn.ui.clock import moved_to, today
from samsyn.ui.errors import UserError
from tests.worlds import picked, shared

DAY = timedelta(days=1)
NORR, TOWN = "/par/exempelstaden-norr/", "/par/exempelstaden-hela-staden/"
CITY_VIEW = "Fritidsgården måste ha öppet längre först."
POLICE_VIEW = "Ljuset vid torget måste lagas först."
SAID = {"about": "Vilken orsak vi ska börja med", "view": POLICE_VIEW}


def in_days(days):
    day = today() + days * DAY
    return moved_to(timezone.make_aware(datetime(day.year, day.month, day.day, 12)))


@shared
def town(city):
    return open_whole(city, valid_from=date(2021, 1, 1), by=None)


@shared
def world(cast, norr, town):
    return worlds.build(cast, norr)


@shared
def sent(world, astrid):
    return joint.send_to_review(world["draft"], by=astrid)


@shared
def edition(norr, astrid, bo, town):
    """An edition on review."""
    made = editions.cut_edition(picture=full_picture(norr, astrid, bo), by=astrid, **PERIOD)
    return editions.send_to_review(edition=made, by=astrid) or made


@picked
def take_up(sent, norr, bo):
    """Bo takes it up; the test says what is otherwise."""

    def act(**more):
        said = {"pair": norr, "code": "problembild", "pk": sent.pk, "answer_by": today() + 7 * DAY, "by": bo}
        return services.raise_disagreement(**{**said, **SAID, **more})

    return act


@shared
def row(sent, norr, bo):
    return services.raise_disagreement(
        pair=norr, code="problembild", pk=sent.pk, answer_by=today() + 7 * DAY, by=bo, **SAID
    )


def page_of(row, name="disagreement"):
    return reverse(f"records:{name}", args=[row.pair.slug, row.pk])


def read(client, member, address):
    client.force_login(member)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_changes_neither_the_text_nor_the_approvals(sent, take_up, astrid, bo):
    joint.approve(sent, read_checksum=sent.checksum, by=astrid)
    row = take_up()
    now = ProblemPicture.objects.get(pk=sent.pk)
    assert (now.state, now.checksum, now.canonical) == (sent.state, sent.checksum, sent.canonical)
    assert Approval.objects.filter(subject_id=sent.pk, voided_at=None).count() == 1
    assert joint.approve(now, read_checksum=sent.checksum, by=bo) is not None  # they may still decide it
    row.refresh_from_db()
    assert row.is_open and row.checksum == sent.checksum


@pytest.mark.parametrize("who", ["astrid", "bo", "cilla", "karl", "lena", "mats"])
def test_one_who_writes_or_decides_takes_it_up_for_her_own_party(take_up, cast, who):
    row = take_up(by=cast[who])
    assert (row.party, row.standpoints.get().party) == (cast[who].party, cast[who].party)


@pytest.mark.parametrize("who", ["david", "elsa", "farid", "gun", "hanna", "ivar"])
def test_others_take_nothing_up_and_write_no_view(client, take_up, row, sent, cast, who):
    for act in (
        lambda: take_up(by=cast[who]),
        lambda: services.write_standpoint(disagreement=row, text="x", by=cast[who]),
        lambda: services.withdraw_disagreement(disagreement=row, by=cast[who]),
    ):
        with pytest.raises(UserError, match="tala för någon part"):
            act()
    client.force_login(cast[who])
    raising = reverse("records:disagreement_raise", args=[row.pair.slug, "problembild", sent.pk])
    assert client.get(raising).status_code == (404 if who == "farid" else 403)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"about": " "}, "Det saknas vad ni inte är överens om"),
        ({"view": ""}, "Det saknas vad ni inte är överens om"),
        ({"answer_by": date(2020, 1, 1)}, "har redan varit"),
        ({"pk": 10**6}, "inte på granskning"),
        ({"code": "okant"}, "inte på granskning"),
    ],
)
def test_what_is_lacking_is_said_in_three_sentences(take_up, more, said):
    with pytest.raises(UserError, match=said) as told:
        take_up(**more)
    assert told.value.message.count(".") >= 3
    assert not Disagreement.objects.exists()


def test_only_a_text_on_review_and_one_at_a_time(take_up, sent, world, astrid, bo):
    with pytest.raises(UserError, match="inte på granskning"):
        take_up(pk=world["problem"].pk)  # decided
    row = take_up()
    with pytest.raises(UserError, match="redan en öppen oenighet"):
        take_up(by=astrid)
    services.withdraw_disagreement(disagreement=row, by=bo)
    assert take_up(by=astrid).pk != row.pk
    joint.ask_for_change(sent, reason="Skriv om.", by=bo)
    with pytest.raises(UserError, match="inte på granskning"):
        take_up()


def test_there_must_be_a_level_above(take_up, norr, town, elsa, city):
    town.valid_to = today()
    town.save()
    with pytest.raises(UserError, match="inget par för hela staden"):
        take_up()
    with pytest.raises(UserError, match="över den finns ingen nivå"):
        take_up(pair=town, by=elsa)


def test_each_party_reads_its_own_view_and_both_when_both_have_written(
    client, row, astrid, bo, lena, gun, elsa
):
    address = page_of(row)
    assert POLICE_VIEW in read(client, bo, address) and POLICE_VIEW in read(client, elsa, address)
    for member in (astrid, lena, gun):
        text = read(client, member, address)
        assert POLICE_VIEW not in text and "visas när båda har skrivit" in text and SAID["about"] in text
    services.write_standpoint(disagreement=row, text=CITY_VIEW, by=lena)
    for member in (astrid, bo, gun, elsa):
        text = read(client, member, address)
        assert POLICE_VIEW in text and CITY_VIEW in text


def test_both_are_read_the_day_after_the_last_day_though_one_has_not_written(client, row, astrid):
    with in_days(7):
        assert POLICE_VIEW not in read(client, astrid, page_of(row))
    with in_days(8):
        text = read(client, astrid, page_of(row))
        assert POLICE_VIEW in text and "Staden skrev inte sin syn i tid." in text and "försenat" in text


def test_a_view_is_written_over_until_both_are_read_and_then_it_stands(row, astrid, bo, karl):
    services.write_standpoint(disagreement=row, text="Bättre sagt.", by=karl)
    assert Standpoint.objects.get(party="police").text == "Bättre sagt."
    services.write_standpoint(disagreement=row, text=CITY_VIEW, by=astrid)
    for member in (astrid, bo):
        with pytest.raises(UserError, match="ändras den inte"):
            services.write_standpoint(disagreement=row, text="Nej förresten.", by=member)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Standpoint.objects.filter(party="city").update(text="Nej förresten.")


@pytest.mark.parametrize("who", ["david", "elsa"])
def test_one_of_the_chiefs_of_the_city_answers_and_it_stands_for_ever(client, row, sent, astrid, cast, who):
    services.write_standpoint(disagreement=row, text=CITY_VIEW, by=astrid)
    services.answer_disagreement(disagreement=row, answer="Börja med ljuset.", by=cast[who])
    row.refresh_from_db()
    assert (row.state, row.closed_party, row.is_late) == (DisagreementState.ANSWERED, cast[who].party, False)
    assert row.capacity in {"stadsdirektör", "polisområdeschef"}
    decide = reverse("records:decide", args=["exempelstaden-norr", "problembild", sent.pk])
    for address in (decide, page_of(row)):
        assert "Börja med ljuset." in read(client, astrid, address)
    with pytest.raises(UserError, match="redan besvarad"):
        services.answer_disagreement(disagreement=row, answer="Nej.", by=cast["david"])
    for change in ({"answer": "Nej."}, {"state": "open"}, {"about": "Annat"}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Disagreement.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Standpoint.objects.filter(disagreement=row).delete()


@pytest.mark.parametrize("who", ["astrid", "bo", "farid", "gun", "lena", "mats", "cilla"])
def test_nobody_else_answers(client, row, cast, who):
    services.write_standpoint(disagreement=row, text=CITY_VIEW, by=cast["astrid"])
    with pytest.raises(UserError, match="beslutar för hela staden"):
        services.answer_disagreement(disagreement=row, answer="Ja.", by=cast[who])
    client.force_login(cast[who])
    status = client.post(page_of(row, "disagreement_answer"), {"answer": "Ja."}).status_code
    assert status == (404 if who == "farid" else 403)


def test_the_answer_waits_for_both_views_or_for_the_day(row, elsa):
    with pytest.raises(UserError, match="Vänta på den som fattas"):
        services.answer_disagreement(disagreement=row, answer="Ja.", by=elsa)
    with in_days(8):
        services.answer_disagreement(disagreement=row, answer="Ja.", by=elsa)
    assert LogEntry.objects.filter(
        event=Event.DISAGREEMENT_ANSWERED, facts__contains='"is_late":true'
    ).exists()


def test_the_deputy_of_a_chief_of_the_city_answers_in_her_place(row, astrid, elsa, karl):
    services.write_standpoint(disagreement=row, text=CITY_VIEW, by=astrid)
    people.name_deputy(
        holding=elsa.offices.get(),
        member=karl,
        valid_from=today(),
        valid_to=today() + DAY,
        delegation="1",
        by=elsa,
    )
    services.answer_disagreement(disagreement=row, answer="Ja.", by=karl)
    row.refresh_from_db()
    assert row.capacity == "ställföreträdande polisområdeschef"


def test_only_the_party_that_took_it_up_takes_it_back(client, row, astrid, bo):
    with pytest.raises(UserError, match="Den andra parten tog upp"):
        services.withdraw_disagreement(disagreement=row, by=astrid)
    client.force_login(bo)
    assert client.post(page_of(row, "disagreement_withdraw")).status_code == 302
    row.refresh_from_db()
    assert row.state == DisagreementState.WITHDRAWN
    with pytest.raises(UserError, match="redan tillbakadragen"):
        services.write_standpoint(disagreement=row, text=CITY_VIEW, by=astrid)


def test_every_step_is_in_the_log_of_the_pair_without_a_word_of_what_was_said(row, astrid, elsa, norr, town):
    services.write_standpoint(disagreement=row, text=CITY_VIEW, by=astrid)
    services.answer_disagreement(disagreement=row, answer="Ja.", by=elsa)
    entries = LogEntry.objects.filter(pair_id=norr.pk).order_by("seq")
    steps = [entry for entry in entries if "disagreement" in entry.event or "standpoint" in entry.event]
    assert [entry.event for entry in steps] == [
        Event.DISAGREEMENT_RAISED,
        Event.STANDPOINT_WRITTEN,
        Event.STANDPOINT_WRITTEN,
        Event.DISAGREEMENT_ANSWERED,
    ]
    assert not any(CITY_VIEW in entry.facts or SAID["about"] in entry.facts for entry in steps)
    assert not LogEntry.objects.filter(pair_id=town.pk, event=Event.DISAGREEMENT_RAISED).exists()
    assert check_chain().is_whole


def test_from_an_edition_on_review_to_elsas_answer(client, edition, norr, astrid, bo, elsa):
    """A journey: Astrid on the edition's page, Bo's view, Elsa from her start page with the day, and the answer on the edition."""
    deciding = reverse("situation:edition_decide", args=[norr.slug, edition.number])
    raising = reverse("records:disagreement_raise", args=[norr.slug, "utgava", edition.pk])
    assert raising in read(client, astrid, deciding)
    day = today() + 7 * DAY
    said = {"about": "Läget vid torget", "view": CITY_VIEW, "answer_by": day.isoformat()}
    answer = client.post(raising, said)
    row = Disagreement.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page_of(row))
    text = read(client, astrid, deciding)
    assert page_of(row) in text and raising not in text
    assert page_of(row) in read(client, astrid, f"{NORR}beslut/")

    assert "Skriv er syn på oenigheten: Läget vid torget" in read(client, bo, NORR)
    assert client.post(page_of(row, "disagreement_write"), {"text": POLICE_VIEW}).status_code == 302
    assert "Skriv er syn på oenigheten" not in read(client, bo, NORR)

    for address in ("/", TOWN, f"{TOWN}beslut/"):
        text = read(client, elsa, address)
        assert page_of(row) in text, address
        assert "Försenat" not in text
        with in_days(8):
            assert "Försenat" in read(client, elsa, address)
    text = read(client, elsa, page_of(row))
    assert CITY_VIEW in text and POLICE_VIEW in text
    assert client.post(page_of(row, "disagreement_answer"), {"answer": ""}).status_code == 422
    assert client.post(page_of(row, "disagreement_answer"), {"answer": "Orange gäller."}).status_code == 302
    for address in ("/", TOWN, f"{TOWN}beslut/"):
        assert page_of(row) not in read(client, elsa, address)
    assert "Orange gäller." in read(client, astrid, deciding)
    edition.refresh_from_db()
    assert edition.state == "in-review"
    for member in (astrid, bo):
        editions.approve_edition(edition=edition, read_checksum=edition.checksum, by=member)
    assert "Orange gäller." in read(
        client, bo, reverse("situation:edition", args=[norr.slug, edition.number])
    )


def test_one_of_another_pair_sees_nothing_and_his_pages_say_the_same(client, take_up, farid, astrid):
    """A journey: everything of Farid's before and after, word for word."""
    mine = (
        "/",
        "/par/exempelstaden-soder/",
        "/par/exempelstaden-soder/beslut/",
        TOWN,
        f"{TOWN}beslut/",
        "/logg/",
    )
    client.force_login(farid)
    before = {address: main_of(client.get(address, follow=True)) for address in mine}
    row = take_up()
    services.write_standpoint(disagreement=row, text=CITY_VIEW, by=astrid)
    for name in ("disagreement", "disagreement_write", "disagreement_answer", "disagreement_withdraw"):
        call = client.get if name == "disagreement" else client.post
        assert call(page_of(row, name)).status_code == 404
    elsewhere = reverse("records:disagreement", args=["exempelstaden-soder", row.pk])
    assert client.get(elsewhere).status_code == 404
    for address in mine[:-1]:
        assert main_of(client.get(address, follow=True)) == before[address], address
    assert "oenighet" not in main_of(client.get("/logg/"))
    assert queries.at_level(row.level, farid) == []


def main_of(answer):
    """What the page says, without the tokens of its forms."""
    import re

    text = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
