"""The home of a pair that works in all six steps: the wheel, what waits, and the story for a newcomer."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.evidence.audience import JOINT, audience, reading_for
from samsyn.home import progress
from samsyn.home.progress import progress_of
from samsyn.records.joint import services
from samsyn.steps.problem.tests import world as worlds
from tests.worlds import shared

HOME = "/par/exempelstaden-norr/"


@shared
def world(cast, norr):
    return worlds.build(cast, norr)


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_wheel_counts_what_is_decided_and_says_what_goes_on(client, astrid, world):
    client.force_login(astrid)
    text = text_of(client.get(HOME))
    assert "Beslutat: Otryggt vid Gamla torget på kvällen." in text
    assert "2 utkast är under arbete." in text
    assert "Gör klart utkastet: Stölder ur bilar vid stationen" in text


def test_a_text_on_review_waits_for_the_party_that_has_not_approved(client, astrid, bo, lena, world):
    row = services.send_to_review(world["draft"], by=astrid)
    services.approve(row, read_checksum=row.checksum, by=lena)
    client.force_login(bo)
    text = text_of(client.get(HOME))
    assert "Läs och godkänn: Stölder ur bilar vid stationen" in text
    assert "Polisen har bollen" in text
    client.force_login(astrid)
    assert "Läs och godkänn: Stölder" not in text_of(client.get(HOME))


def test_what_is_kept_for_both_is_read_for_both_whoever_reads_it_first(norr, astrid, world, monkeypatch):
    read_for = []
    monkeypatch.setattr(progress, "next_of", lambda _pair: read_for.append(audience()))
    with reading_for("police"):
        progress_of(norr)
    assert read_for == [JOINT]


def test_what_is_kept_of_a_pair_is_read_anew_when_something_changes(norr, astrid, world):
    assert len(progress_of(norr).of_step(2)) == 3
    with CaptureQueriesContext(connection) as asked:
        progress_of(norr)
    assert len(asked) == 1
    services.withdraw(world["draft"], by=astrid)
    assert len(progress_of(norr).of_step(2)) == 2


def test_the_handover_tells_a_newcomer_what_was_seen_chosen_and_set_aside(client, gun, world):
    client.force_login(gun)
    text = text_of(client.get(reverse("home:handover", args=["exempelstaden-norr"])))
    for told in (
        "Otryggt vid Gamla torget på kvällen",
        "Fastighetsägaren sanerar redan inom ett dygn.",
        "Ingen åtgärdsplan gäller.",
        "Utkast: Stölder ur bilar vid stationen",
        "Astrid",
        "trygghetssamordnare",
    ):
        assert told in text


def test_an_empty_pair_says_where_its_story_begins(client, gun, norr):
    client.force_login(gun)
    text = text_of(client.get(reverse("home:handover", args=["exempelstaden-norr"])))
    assert "Berättelsen börjar med lägesbilden" in text


def test_who_works_elsewhere_reads_no_story(client, farid, world):
    client.force_login(farid)
    assert client.get(reverse("home:handover", args=["exempelstaden-norr"])).status_code == 404
