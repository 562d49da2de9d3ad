"""Each authority's own decision: what is proposed, what is kept, and what the page shows."""

from __future__ import annotations

from samsyn.records import own, services
from samsyn.records.joint import services as joint
from samsyn.records.joint.kinds import kinds
from samsyn.records.models import Approval, Decision
from samsyn.records.services import Noted
from samsyn.records.sides import sides
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.problem.tests import world as worlds
from tests.worlds import shared

NOTED = Noted("Astrid, trygghetssamordnare", "Cilla,  analytiker ", "Delegationsordningen 4.2")


@shared
def draft(cast, norr):
    return worlds.build(cast, norr)["draft"]


@shared
def sent(draft, astrid):
    return joint.send_to_review(draft, by=astrid)


def proposal(row, by):
    return own.proposed(joint.subject(row), code="problembild", by=by)


def address(row, name="decide"):
    from django.urls import reverse

    return reverse(f"records:{name}", args=["exempelstaden-norr", "problembild", row.pk])


def test_the_one_of_the_party_who_sent_the_text_is_proposed_as_foredragande(sent, lena):
    assert proposal(sent, lena).presented_by == "Astrid, trygghetssamordnare"


def test_else_the_one_of_the_party_who_wrote_last_in_the_step(sent, mats, bo):
    found = proposal(sent, mats).presented_by
    assert found in {"Bo, kommunpolis", "Karl, områdespolis"}


def test_nobody_presents_a_matter_to_herself(sent, astrid):
    assert not proposal(sent, astrid).presented_by.startswith("Astrid")


def test_every_kind_has_a_legal_ground_for_both_parties():
    for code in ("lagesbild", *(kind.code for kind in kinds())):
        assert "delegationsordning" in own.legal_ground(code, "city")
        assert "Polislagen" in own.legal_ground(code, "police")
    assert "5 § lag (2023:196)" in own.legal_ground("atgardsplan", "city")
    assert set(own._legal()) <= {"default", "lagesbild", *(kind.code for kind in kinds())}


def test_the_form_proposes_and_what_is_written_is_kept_signed_and_shown(client, sent, lena, mats):
    client.force_login(lena)
    page = client.get(address(sent)).content.decode()
    assert "Föredragande" in page and 'value="Astrid, trygghetssamordnare"' in page
    assert "Stadens eget beslut" in page and "förvaltningslagen" in page
    said = {
        "read_checksum": sent.checksum,
        "reservation": "Vi saknar timmar.",
        "presented_by": "Astrid, trygghetssamordnare",
        "took_part": "Cilla, analytiker",
        "legal_ground": "Delegationsordningen 4.2",
    }
    assert client.post(address(sent, "approve"), said).status_code == 302
    row = Approval.objects.get(subject_type="problem.problempicture", subject_id=sent.pk)
    assert (row.presented_by, row.took_part) == ("Astrid, trygghetssamordnare", "Cilla, analytiker")
    page = client.get(address(sent)).content.decode()
    assert "Stadens beslut" in page and "Polisens beslut" not in page
    assert "Delegationsordningen 4.2" in page and "Vi saknar timmar." in page
    client.force_login(mats)
    client.post(address(sent, "approve"), {"read_checksum": sent.checksum})
    page = client.get(address(sent)).content.decode()
    assert "Polisens beslut" in page and "ingen angiven" in page
    decision = Decision.objects.get(subject_id=sent.pk, subject_type="problem.problempicture")
    assert f"/rapporter/exempelstaden-norr/beslut/{decision.pk}/city/" in page


def test_a_line_that_is_too_long_is_refused_with_the_form(client, sent, lena):
    client.force_login(lena)
    answer = client.post(address(sent, "approve"), {"read_checksum": sent.checksum, "took_part": "x" * 301})
    assert answer.status_code == 422
    assert not Approval.objects.filter(subject_id=sent.pk, subject_type="problem.problempicture").exists()
    assert ProblemPicture.objects.get(pk=sent.pk).state == "in-review"


def test_the_record_says_who_decided_as_she_was_called_that_day(sent, lena, mats):
    for member in (lena, mats):
        joint.approve(sent, read_checksum=sent.checksum, by=member, noted=NOTED)
    lena.name = "Lena Nygift"
    lena.save(update_fields=["name"])
    subject = services.Subject(row=sent, pair=sent.pair, title="x", canonical=sent.canonical)
    decision = Decision.objects.get(subject_id=sent.pk, subject_type=subject.type)
    city, police = own.records_of(subject, sides(subject), url="/x/", decision=decision)
    assert city.decided_by == "Lena, socialdirektör" and city.heading == "Stadens beslut"
    assert city.title == "Problembild: Stölder ur bilar vid stationen, version 1"
    assert police.approval.took_part == "Cilla, analytiker"
    assert city.registry_number == ""
