"""One party's own decision: the page to print and the PDF, both with the five facts."""

from __future__ import annotations

import io
import subprocess

import pikepdf
import pytest
from django.urls import reverse

from samsyn.audit.models import LogEntry
from samsyn.records import services as records
from samsyn.records.joint import services as joint
from samsyn.records.models import Decision
from samsyn.records.services import Noted
from samsyn.reports.decision_record import document_of, record_of
from samsyn.steps.problem.tests import world
from tests.worlds import shared


@shared
def decided(norr, cast):
    row = joint.send_to_review(world.build(cast, norr)["draft"], by=cast["astrid"])
    noted = Noted("Astrid, trygghetssamordnare", "Cilla, analytiker", "Delegationsordningen 4.2")
    joint.approve(
        row, read_checksum=row.checksum, by=cast["lena"], reservation="Vi saknar timmar.", noted=noted
    )
    decision = joint.approve(row, read_checksum=row.checksum, by=cast["mats"])
    return (
        records.set_registry_number(subject=joint.subject(row), number="N-2026-00123", by=cast["ivar"])
        or decision
    )


def text_of(pdf: bytes) -> str:
    made = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(made.stdout.decode().split())


def made(decided, norr, party, language="sv"):
    return document_of(record_of(decided, norr, party), decided, norr, language=language)


def address(decision, party, name="decision_record"):
    return reverse(f"reports:{name}", args=["exempelstaden-norr", decision.pk, party])


FACTS = (
    "Lena, socialdirektör",
    "Astrid, trygghetssamordnare",
    "Cilla, analytiker",
    "Delegationsordningen 4.2",
    "N-2026-00123",
    "Vi saknar timmar.",
    "Problembild: Stölder ur bilar vid stationen, version 1",
)


def test_the_citys_document_has_the_five_facts_and_says_that_the_signature_holds(decided, norr):
    document = made(decided, norr, "city")
    said = text_of(document.content)
    assert document.file_name == f"beslut-staden-exempelstaden-norr-{decided.pk}.pdf"
    for fact in FACTS:
        assert fact in said
    assert "Underskriften stämmer." in said and decided.checksum[:4] in said and "Exempeldata" in said
    assert "Mats" not in said
    unbroken = "".join(said.replace("\u200b", "").split())  # an address may be broken anywhere
    assert f"/par/exempelstaden-norr/beslut/problembild/{decided.subject_id}/" in unbroken


def test_the_polices_document_is_its_own(decided, norr):
    said = text_of(made(decided, norr, "police").content)
    assert "Mats, lokalpolisområdeschef" in said and "ingen angiven" in said
    assert "Vi saknar timmar." not in said and "N-2026-00123" not in said


def test_it_is_accessible(decided, norr):
    pdf = pikepdf.open(io.BytesIO(made(decided, norr, "city", language="en").content))
    assert str(pdf.Root.Lang) == "en" and pdf.Root.MarkInfo.Marked
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_the_page_says_the_same(client, gun, decided):
    client.force_login(gun)
    page = client.get(address(decided, "city")).content.decode()
    for fact in FACTS:
        assert fact in page
    assert "Stadens beslut" in page and "Underskriften stämmer." in page
    assert address(decided, "city", "decision_record_pdf") in page


def test_taking_it_out_is_logged(client, gun, decided):
    client.force_login(gun)
    response = client.get(address(decided, "police", "decision_record_pdf"))
    assert response["Content-Type"] == "application/pdf"
    entry = LogEntry.objects.get(event="decision-record-exported")
    assert entry.by_id == gun.pk and '"of":"police"' in entry.facts


@pytest.mark.parametrize("party", ["other", "nobody"])
def test_a_party_that_has_not_decided_has_none(client, gun, decided, party):
    client.force_login(gun)
    assert client.get(address(decided, party)).status_code == 404


def test_one_from_another_area_or_a_decision_of_another_pair_is_nothing(client, farid, gun, decided):
    client.force_login(farid)
    for name in ("decision_record", "decision_record_pdf"):
        assert client.get(address(decided, "city", name)).status_code == 404
    client.force_login(gun)
    elsewhere = reverse("reports:decision_record", args=["exempelstaden-soder", decided.pk, "city"])
    assert client.get(elsewhere).status_code == 404
    assert Decision.objects.filter(pk=decided.pk).exists()
