from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.evidence.models import DataImport, ImportState
from samsyn.home.situation import one_line, situation_briefs
from samsyn.people.models import PairVisit
from samsyn.places.models import Area
from samsyn.records import signatures
from samsyn.records.models import Approval
from samsyn.steps.situation.models import Edition, Level, LevelAssessment, Paragraph, SituationPicture
from samsyn.ui import clock
from tests.worlds import shared

HOME = "/par/exempelstaden-norr/"


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


@shared
def picture(norr, astrid):
    made = SituationPicture.objects.create(pair=norr)
    Paragraph.objects.create(
        shared="whole",
        picture=made,
        section="mapping",
        text="Stölder.",
        party="city",
        written_by=astrid,
        written_at=clock.now(),
    )
    return made


def edition(picture, number, state, astrid):
    return Edition.objects.create(
        picture=picture,
        number=number,
        state=state,
        period_start=date(2026, 1, 1),
        period_end=date(2026, 7, 1),
        canonical="{}",
        checksum=f"{number}" * 64,
        cut_by=astrid,
        cut_at=clock.now(),
        decided_at=clock.now() if state == "decided" else None,
    )


def approve(row, member, pair, checksum=""):
    made = Approval(
        subject_type="situation.edition",
        subject_id=row.pk,
        pair=pair,
        checksum=checksum or row.checksum,
        party=member.party,
        by=member,
        capacity="x",
        approved_at=clock.now(),
    )
    signatures.sign(made, pair, key=signatures.key_for(pair, member.party))
    made.save()


@shared
def levels(city, picture, bo):
    level = Level.objects.create(
        city=city, code="yellow", name="Gul", name_en="Yellow", shape="triangle", order=2
    )
    for code in ("00", "01"):
        LevelAssessment.objects.create(
            picture=picture,
            area=Area.objects.get(key=f"exempelstaden/mellanomraden/{code}"),
            level=level if code == "00" else None,
            reason="Få anmälningar.",
            coverage=["statistics", "survey"],
            party="police",
            judged_by=bo,
            judged_at=clock.now(),
            version=1,
        )


def test_an_empty_pair_says_what_to_begin_with(client, astrid):
    client.force_login(astrid)
    text = text_of(client.get(HOME))
    assert "Ingenting är skrivet." in text
    assert "Börja på lägesbilden" in text
    assert "Varför är det så? Orsaker, med skäl för och emot." in text  # an empty step says what it asks
    assert "Inget läge är satt" in text
    assert "Exempeldata." in text


def test_who_may_only_read_is_asked_for_nothing(client, gun, picture):
    client.force_login(gun)
    text = text_of(client.get(HOME))
    assert "Inget väntar på dig här" in text
    assert "Andra skriver och beslutar." in text


def test_who_works_in_another_pair_may_not_know_this_one(client, farid):
    client.force_login(farid)
    assert client.get(HOME).status_code == 404
    assert client.get(f"{HOME}steg/2/").status_code == 404


def test_an_edition_waits_for_the_party_that_has_not_approved(client, astrid, bo, picture, norr):
    edition(picture, 1, "decided", astrid)
    row = edition(picture, 2, "in-review", astrid)
    approve(row, astrid, norr)
    client.force_login(bo)
    text = text_of(client.get(HOME))
    assert "Utgåva 1 gäller." in text
    assert "Utgåva 2 väntar på polisens godkännande." in text
    assert "Polisen har bollen" in text
    assert "Läs och godkänn utgåva 2 av lägesbilden" in text
    assert "Den andra parten har godkänt den." in text
    client.force_login(astrid)
    assert "Läs och godkänn utgåva 2" not in text_of(client.get(HOME))


def test_an_approval_of_an_older_text_does_not_count(astrid, picture, norr):
    row = edition(picture, 1, "in-review", astrid)
    approve(row, astrid, norr, checksum="9" * 64)
    brief = situation_briefs([norr])[norr.pk]
    assert brief.editions[0].lacks == ("city", "police")
    assert one_line(brief) == "Utgåva 1 väntar på båda parters godkännande."


def test_levels_stand_with_their_coverage_and_thin_is_not_calm(client, astrid, levels):
    client.force_login(astrid)
    text = text_of(client.get(HOME))
    assert "Gul" in text
    assert "Tunt underlag" in text
    assert "2 av 4 underlag" in text
    assert "Sätt läget i ett område som saknar läge" in text
    assert "Läget i Norr" in text


def test_ones_own_files_wait_for_oneself(client, cilla, bo, city, norr):
    common = {"city": city, "file_size": 1, "received_at": clock.now(), "file_checksum": "0" * 64}
    DataImport.objects.create(state=ImportState.FAILED, file_name="trasig.csv", received_by=cilla, **common)
    DataImport.objects.create(state=ImportState.RECEIVED, file_name="ny.csv", received_by=cilla, **common)
    client.force_login(cilla)
    text = text_of(client.get(HOME))
    assert "Se vad som var fel i filen trasig.csv" in text
    assert "Granska filen ny.csv och läs in den" in text
    client.force_login(bo)
    assert "trasig.csv" not in text_of(client.get(HOME))


def test_what_others_did_since_last_time_is_shown_once_a_visit(client, astrid, bo, norr):
    record(Event.PARAGRAPH_ADDED, norr, by=astrid, pair_id=norr.pk)
    PairVisit.objects.create(member=astrid, pair=norr, seen_on=date(2026, 11, 11), seen_seq=0)
    for _time in range(2):
        record(Event.LEVEL_SET, norr, by=bo, pair_id=norr.pk)
    client.force_login(astrid)
    for _time in range(2):
        text = text_of(client.get(HOME))
        assert "Ändrat sedan du var här den 11 november 2026" in text
        assert "<strong>Bo</strong> satte ett läge, 2 gånger" in text
        assert "skrev ett stycke" not in text
    assert PairVisit.objects.get(member=astrid, pair=norr).seen_seq > 0


def test_the_page_asks_few_questions_however_much_there_is(client, astrid, bo, picture, norr, levels):
    for number in range(1, 6):
        row = edition(picture, number, "in-review" if number > 3 else "superseded", astrid)
        approve(row, bo, norr)
    for _time in range(30):
        record(Event.FINDING_CHANGED, norr, by=bo, pair_id=norr.pk)
    client.force_login(astrid)
    client.get(HOME)
    with CaptureQueriesContext(connection) as asked:
        client.get(HOME)
    assert len(asked) <= 16, "\n".join(query["sql"][:150] for query in asked)


@pytest.mark.parametrize(
    ("number", "name"), [(2, "Problembild"), (5, "Aktivitet och åtgärd"), (6, "Uppföljning")]
)
def test_a_step_says_what_belongs_there_and_leads_to_its_room(client, hanna, number, name):
    client.force_login(hanna)
    text = text_of(client.get(f"{HOME}steg/{number}/"))
    assert f"<h1>{name}</h1>" in text
    assert "Till steget i paret" in text
    assert "Vem beslutar" in text


def test_there_is_no_step_seven(client, astrid):
    client.force_login(astrid)
    assert "Läs om steg 1, Lägesbild" in text_of(client.get(f"{HOME}steg/6/"))
    assert client.get(f"{HOME}steg/7/").status_code == 404
    assert client.get(f"{HOME}steg/0/").status_code == 404


def test_who_has_one_pair_comes_straight_to_it(client, astrid):
    client.force_login(astrid)
    assert client.get("/")["Location"] == HOME


def test_who_has_several_sees_each_with_its_state(client, gun, picture):
    client.force_login(gun)
    text = text_of(client.get("/"))
    assert "En lägesbild är påbörjad." in text
    assert "Ingen lägesbild är skriven ännu." in text


def test_a_closed_pair_is_folded_and_can_be_read(client, gun, soder, pairs):
    soder.valid_to = date(2022, 1, 1)
    soder.save()
    client.force_login(gun)
    assert "Ett avslutat par" in text_of(client.get("/"))
    page = text_of(client.get("/par/exempelstaden-soder/"))
    assert "Paret gäller från 1 januari 2021 till 1 januari 2022." in page


def test_who_has_no_role_is_told_whom_to_ask(client, cast):
    from samsyn.people.models import Member

    lonely = Member.objects.create_user("x@x.example", name="X", organisation=cast["astrid"].organisation)
    client.force_login(lonely)
    assert "En administratör i din stad ger dig en roll" in text_of(client.get("/"))


def test_the_list_of_pairs_asks_few_questions(client, gun, pairs):
    client.force_login(gun)
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    assert len(asked) <= 10
