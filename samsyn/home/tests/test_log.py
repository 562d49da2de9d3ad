from __future__ import annotations

import pytest
from django.db import connection

from samsyn.audit import guards
from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.audit.services import record
from samsyn.cli import main
from samsyn.secrecy.access import thing_of
from samsyn.secrecy.services import mark
from samsyn.steps.activity.tests.world import problem_of
from samsyn.steps.situation import services as situation
from samsyn.steps.situation.models import Finding
from samsyn.ui.clock import now
from tests.worlds import shared


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


@shared
def entries(norr, soder, astrid, farid):
    record(Event.PARAGRAPH_ADDED, norr, by=astrid, pair_id=norr.pk)
    record(Event.FINDING_ADDED, soder, by=farid, pair_id=soder.pk)
    record(Event.SIGNED_IN, astrid, by=astrid)


def test_the_auditor_reads_everything_and_that_the_chain_holds(client, gun, entries):
    client.force_login(gun)
    text = text_of(client.get("/logg/"))
    count = LogEntry.objects.count()
    assert f"Loggens kedja håller: {count} händelser." in text
    for word in ("skrev ett stycke", "lade till en slutsats", "loggade in"):
        assert word in text


def test_others_read_what_belongs_to_their_pairs(client, astrid, entries):
    client.force_login(astrid)
    text = text_of(client.get("/logg/"))
    assert "skrev ett stycke" in text
    assert "lade till en slutsats" not in text
    assert "loggade in" not in text


def test_that_the_other_authority_marks_a_text_of_its_own_is_not_told(client, astrid, bo, gun, norr):
    """The entry would tell that there is a text, and that it is secret."""
    picture = situation.open_picture(norr)
    text = Finding.objects.create(
        picture=picture, statement="S", doubt="", figures=[], party="police", written_by=bo, written_at=now()
    )
    problem = problem_of(norr, by=astrid)
    for row, tells in ((text, False), (problem, True)):
        marked = thing_of(bo, row)
        assert marked is not None
        mark(marked, secrecy="police-work", reason="Skäl.", by=bo)
        for member, reads in ((astrid, tells), (bo, True), (gun, True)):
            client.force_login(member)
            said = "ändrade sekretessen" in text_of(client.get("/logg/", {"slag": row._meta.label_lower}))
            assert said == reads, (member, row)


def test_who_reads_no_pair_reads_no_log(client, cast, entries):
    from samsyn.people.models import Member

    lonely = Member.objects.create_user("x@x.example", name="X", organisation=cast["astrid"].organisation)
    client.force_login(lonely)
    assert client.get("/logg/").status_code == 403


def test_the_log_is_filtered_by_pair_person_and_object(client, gun, norr, soder, farid, entries):
    client.force_login(gun)
    by_pair = text_of(client.get("/logg/", {"par": soder.pk}))
    assert "lade till en slutsats" in by_pair
    assert "skrev ett stycke" not in by_pair
    by_person = text_of(client.get("/logg/", {"person": farid.pk}))
    assert "lade till en slutsats" in by_person
    assert "skrev ett stycke" not in by_person
    by_object = text_of(client.get("/logg/", {"slag": "places.areapair", "objekt": norr.pk}))
    assert "skrev ett stycke" in by_object
    assert "lade till en slutsats" not in by_object


def test_filters_that_make_no_sense_show_everything(client, gun, entries):
    client.force_login(gun)
    assert "loggade in" in text_of(
        client.get("/logg/", {"par": "9" * 30, "slag": "auth.user", "person": "x", "sida": "-3"})
    )


def test_the_log_is_read_page_by_page(client, gun, norr, entries):
    for _time in range(60):
        record(Event.ROWS_SEEN, norr, by=gun, pair_id=norr.pk)
    client.force_login(gun)
    assert "Sida 1 av 2" in text_of(client.get("/logg/"))
    assert "skrev ett stycke" in text_of(client.get("/logg/", {"sida": 2}))


@pytest.fixture
def broken(entries):
    guards.LOG.remove(connection)
    LogEntry.objects.filter(seq=2).update(facts='{"forged":1}')
    yield
    guards.LOG.install(connection)


def test_a_forged_entry_is_named(client, gun, broken):
    client.force_login(gun)
    assert "Loggens kedja är bruten vid händelse 2." in text_of(client.get("/logg/"))


def test_the_command_says_that_the_chain_holds(entries, capsys):
    with pytest.raises(SystemExit) as stop:
        main.main(["log", "verify"])
    assert stop.value.code == 0
    assert "Loggens kedja håller: " in capsys.readouterr().out


def test_the_command_names_the_first_broken_entry(broken, capsys):
    with pytest.raises(SystemExit) as stop:
        main.main(["log", "verify"])
    assert stop.value.code == 1
    assert "bruten vid händelse 2" in capsys.readouterr().out


def test_the_command_shows_the_newest_entries_without_names(entries, capsys, soder):
    with pytest.raises(SystemExit):
        main.main(["log", "show", "--pair", soder.slug, "--count", "1"])
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 1
    assert "finding-added" in out
    assert "Farid" not in out
    with pytest.raises(SystemExit) as stop:
        main.main(["log", "show", "--pair", "ingen"])
    assert stop.value.code == 2
    assert "exempelstaden-norr" in capsys.readouterr().err


def test_the_command_adds_the_first_administrator(db, capsys):
    with pytest.raises(SystemExit) as stop:
        main.main(["member", "add", "--city", "Göteborg", "--name", "Rut", "--email", "rut@goteborg.example"])
    assert stop.value.code == 0
    assert "Engångslösenord, som visas bara nu: " in capsys.readouterr().out
    with pytest.raises(SystemExit) as stop:
        main.main(["member", "add", "--city", "Göteborg", "--name", "Eva", "--email", "inte-en-adress"])
    assert stop.value.code == 2
