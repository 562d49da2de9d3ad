"""The pages where both decide, as people meet them."""

from __future__ import annotations

from django.urls import reverse

from samsyn.records.joint import services
from samsyn.records.joint.models import Joint
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.problem.tests import world as worlds
from tests.worlds import shared


@shared
def world(cast, norr):
    return worlds.build(cast, norr)


def address(row, name="decide"):
    return reverse(f"records:{name}", args=["exempelstaden-norr", "problembild", row.pk])


def text_of(response):
    return response.content.decode()


def test_a_draft_shows_its_text_what_is_checked_and_the_way_on(client, astrid, world):
    client.force_login(astrid)
    page = text_of(client.get(address(world["draft"])))
    assert "Utkast: Stölder ur bilar vid stationen" in page
    assert "Inga vuxna på plats när butikerna stänger" in page
    assert "Skicka på granskning" in page and "Dra tillbaka utkastet" in page
    assert "Godkänn för staden" not in page


def test_both_decide_on_the_page_and_the_decision_is_listed(client, astrid, bo, world):
    row = world["draft"]
    client.force_login(astrid)
    assert client.post(address(row, "send")).status_code == 302
    row.refresh_from_db()
    for member, button in ((astrid, "Godkänn för staden"), (bo, "Godkänn för polisen")):
        client.force_login(member)
        page = client.get(address(row))
        assert button in text_of(page)
        assert client.post(address(row, "approve"), {"read_checksum": row.checksum}).status_code == 302
    row.refresh_from_db()
    assert row.is_closed
    listed = text_of(client.get(reverse("records:decisions", args=["exempelstaden-norr"])))
    assert "Problembild: Stölder ur bilar vid stationen, version 1" in listed
    assert address(row) in listed


def test_who_reads_while_another_changes_is_told_and_approves_nothing(client, astrid, bo, world):
    row = services.send_to_review(world["draft"], by=astrid)
    read = row.checksum
    services.ask_for_change(row, reason="Skriv mer.", by=bo)
    client.force_login(astrid)
    answer = client.post(address(row, "approve"), {"read_checksum": read})
    assert answer.status_code == 422
    assert "ett utkast igen" in text_of(answer)
    assert "Skriv mer." in text_of(answer)


def test_an_approval_without_a_text_is_refused(client, astrid, world):
    row = services.send_to_review(world["draft"], by=astrid)
    client.force_login(astrid)
    answer = client.post(address(row, "approve"), {})
    assert answer.status_code == 422
    assert "vilken text du har läst" in text_of(answer)


def test_a_reservation_stands_beside_the_decision_for_ever(client, astrid, bo, gun, world):
    row = services.send_to_review(world["draft"], by=astrid)
    services.approve(row, read_checksum=row.checksum, by=astrid)
    services.approve(row, read_checksum=row.checksum, by=bo, reservation="Vi saknar timmar.")
    client.force_login(gun)
    page = text_of(client.get(address(row)))
    assert "Vi saknar timmar." in page and "Texten ändras aldrig." in page


def test_a_new_version_starts_from_the_page_and_shows_what_differs(client, astrid, world):
    client.force_login(astrid)
    answer = client.post(address(world["problem"], "new_version"))
    made = ProblemPicture.objects.get(key=world["problem"].key, number=2)
    assert answer["Location"] == made.get_absolute_url()
    page = text_of(client.get(address(made)))
    assert "Ändringar mot version 1" in page and "Texten är densamma ord för ord." in page


def test_a_registrar_writes_the_number_of_her_authority(client, ivar, astrid, world):
    client.force_login(ivar)
    answer = client.post(address(world["problem"], "register"), {"number": "N-2026-00123"})
    assert answer.status_code == 302
    assert "N-2026-00123" in text_of(client.get(address(world["problem"])))
    assert client.post(address(world["problem"], "register"), {"number": "okänt"}).status_code == 422
    client.force_login(astrid)
    assert client.post(address(world["problem"], "register"), {"number": "N-1"}).status_code == 403


def test_one_from_another_area_finds_nothing(client, farid, world):
    client.force_login(farid)
    assert client.get(address(world["draft"])).status_code == 404
    assert client.get(reverse("records:decisions", args=["exempelstaden-norr"])).status_code == 404


def test_a_kind_that_does_not_exist_is_nothing(client, astrid, world):
    client.force_login(astrid)
    assert client.get("/par/exempelstaden-norr/beslut/hemligt/1/").status_code == 404


def test_a_matter_without_a_page_of_its_own_is_found_where_it_is_decided(world):
    row = world["draft"]
    assert Joint.get_absolute_url(row) == address(row)
