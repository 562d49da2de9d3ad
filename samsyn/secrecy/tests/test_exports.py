"""What leaves the program carries its class, and what may not leave is masked or kept."""

from __future__ import annotations

import pytest
from django.urls import reverse

from samsyn.agreements.tests import world as agreements
from samsyn.evidence.models import Dataset
from samsyn.records.models import Decision
from samsyn.reports import agreement_pdf, decision_record, edition_content, registry
from samsyn.secrecy.rules import KeptError
from samsyn.secrecy.tests.test_marking import mark
from samsyn.steps.situation.models import Finding, Paragraph
from samsyn.steps.situation.tests import editions
from tests.worlds import shared

CITY = "[maskat: sekretess hos staden, 26 kap. 1 § offentlighets- och sekretesslagen]"
POLICE = "[maskat: sekretess hos polisen: arbetet, 18 kap. 1–2 §§ offentlighets- och sekretesslagen]"


@shared
def standing(norr, astrid, bo, lena, mats):
    return editions.decided(editions.full_picture(norr, astrid, bo), lena, mats, writer=astrid)


def words(value) -> str:
    """Every word of a document's content."""
    if isinstance(value, dict):
        return "\n".join(words(one) for key, one in value.items() if key != "svg")
    return "\n".join(map(words, value)) if isinstance(value, list | tuple) else str(value)


def test_every_document_says_its_class_at_its_foot(norr, cast, standing, lena):
    assert edition_content.content_of(standing)["footer"].endswith("\nSekretess: ingen")
    assert "Delar är maskade" not in edition_content.content_of(standing)["footer"]
    draft = agreements.draft(norr, cast, title="Verksamhetsavtal: klotter")
    assert "Sekretess: intern (2 kap. tryckfrihetsförordningen)" in agreement_pdf.content_of(draft)["footer"]


def test_what_may_not_leave_is_masked_with_its_ground_in_pdf_and_word_alike(standing, astrid, bo):
    """Both are made of the same content."""
    assert registry.EDITION_PDF.make is not registry.EDITION_DOCX.make
    finding = Finding.objects.filter(picture=standing.picture, party="city").first()
    paragraph = Paragraph.objects.filter(picture=standing.picture, party="police").first()
    before = words(edition_content.content_of(standing))
    assert finding.statement in before and paragraph.text in before
    mark(finding, astrid, "city-individuals")
    mark(paragraph, bo, "police-work")
    content = edition_content.content_of(standing)
    said = words(content)
    assert finding.statement not in said and paragraph.text not in said
    assert CITY in said and POLICE in said
    assert "Delar är maskade: 26 kap. 1 §" in content["footer"] and "18 kap. 1–2 §§" in content["footer"]
    standing.refresh_from_db()
    assert finding.statement in standing.canonical  # what was decided never changes


def test_the_figures_of_a_dataset_that_may_not_leave_are_left_out(standing, cilla):
    dataset = Dataset.objects.get(slug="anmalda-brott")
    finding = Finding.objects.filter(picture=standing.picture).exclude(figures=[]).first()
    assert any(
        block["kind"] == "finding" and block["figures"]
        for block in edition_content.content_of(standing)["blocks"]
    )
    mark(dataset, cilla, "city-individuals")
    content = edition_content.content_of(standing)
    assert finding.statement not in words(content) and CITY in words(content)
    assert not any(block["kind"] == "finding" and block["figures"] for block in content["blocks"])


def test_a_whole_that_may_not_leave_is_kept_and_its_page_says_why(client, norr, standing, astrid):
    mark(standing, astrid, "city-individuals")
    with pytest.raises(KeptError, match="Dokumentet gjordes inte"):
        edition_content.content_of(standing)
    client.force_login(astrid)
    answer = client.get(reverse("reports:edition_pdf", args=[norr.slug, standing.number]))
    assert answer.status_code == 403
    assert "får inte lämna Samsyn" in answer.content.decode()
    decision = Decision.objects.get(subject_type="situation.edition", subject_id=standing.pk)
    own = decision_record.record_of(decision, norr, "city")
    content = decision_record.content_of(own, decision, norr)
    assert CITY in content["title"] and own.title not in words(content)
