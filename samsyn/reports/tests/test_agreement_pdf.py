"""The document of an agreement: what it says at each stage, that it is accessible, and that taking it out is logged."""

from __future__ import annotations

import io
import subprocess

import pikepdf
import pytest
from django.urls import reverse

from samsyn.agreements import services
from samsyn.agreements.models import AgreementKind
from samsyn.agreements.tests import world
from samsyn.audit.models import LogEntry
from samsyn.reports.agreement_pdf import document_of
from samsyn.ui.clock import today
from tests.worlds import shared

pytestmark = pytest.mark.one_database  # paper is set by Typst, whatever the database


def text_of(pdf: bytes) -> str:
    made = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(made.stdout.decode().split())


@shared
def ready(norr, cast):
    return world.decide(world.draft(norr, cast, title="Verksamhetsavtal: klotter"), cast)


def test_a_draft_says_that_it_is_one_and_has_nothing_to_sign(norr, cast):
    said = text_of(
        document_of(world.draft(norr, cast, title="Verksamhetsavtal: klotter"), language="sv").content
    )
    assert "Utkast, inte beslutat" in said and "Exempeldata" in said
    assert "Namnteckning" not in said and "Kontrollsumma" not in said
    assert "1. Syfte" in said and "10. När vi inte är överens" in said


def test_what_waits_for_signature_has_lines_for_ink_and_what_binds_the_text(ready):
    said = text_of(document_of(ready, language="sv").content)
    assert said.count("Namnteckning") == 2 and said.count("Ort och datum") == 2
    assert "Socialförvaltningen Norr" in said and "Lokalpolisområdeschef" in said
    assert ready.checksum[:4] in said and "Loggens led" in said
    link = LogEntry.objects.get(event="text-decided", object_id=str(ready.pk))
    assert " ".join(link.checksum[i : i + 4] for i in range(0, 16, 4)) in said


def test_a_signed_one_says_how_each_party_signed(ready, cast):
    services.file_signed_paper(
        agreement=ready, party="city", signer=cast["lena"], signed_on=today(), upload=world.scan(),
        file_name="papper.pdf", by=cast["ivar"],
    )  # fmt: skip
    services.sign(agreement=ready, read_checksum=ready.checksum, by=cast["mats"])
    said = text_of(document_of(world.fresh(ready), language="sv").content)
    assert "Lena," in said and "Underskrivet papper, infört" in said
    assert "Det är ingen avancerad elektronisk underskrift." in said
    assert "Namnteckning" not in said and "Gällande" in said


def test_a_local_one_says_what_it_rests_on(norr, cast):
    said = text_of(document_of(world.local(norr, cast), language="sv").content)
    assert "Vilar på" in said and "Central överenskommelse för Exempelstaden" in said
    assert AgreementKind.LOCAL.label.capitalize() in said


def test_it_is_accessible(ready):
    pdf = pikepdf.open(io.BytesIO(document_of(ready, language="en").content))
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.docinfo["/Title"] == "Verksamhetsavtal: klotter"
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_strange_letters_and_long_words_do_not_break_it(norr, cast):
    row = world.draft(norr, cast)
    services.add_clause(
        agreement=row, heading="漢字 🙂", text="#let x = 1 *fet* _kursiv_ " + "å" * 300, by=cast["bo"]
    )
    assert document_of(world.fresh(row), language="sv").content.startswith(b"%PDF")


def test_taking_it_out_is_logged_and_is_no_change_to_the_pair(client, ready, norr, cast):
    client.force_login(cast["gun"])
    response = client.get(reverse("reports:agreement_pdf", args=[norr.slug, ready.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith(
        'attachment; filename="overenskommelse-exempelstaden-norr-'
    )
    entry = LogEntry.objects.get(event="agreement-exported")
    assert entry.by_id == cast["gun"].pk and ready.checksum in entry.facts
    client.force_login(cast["farid"])
    assert client.get(reverse("reports:agreement_pdf", args=[norr.slug, ready.pk])).status_code == 404
