"""What leaves the program carries its class, and what may not leave is masked or kept."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from samsyn.agreements import services as signing
from samsyn.agreements.tests import world as agreements
from samsyn.agreements.tests import world_promises
from samsyn.conference.tests import world as conferences
from samsyn.evidence.models import Dataset
from samsyn.meetings import services as calendars
from samsyn.meetings.tests import world as meetings
from samsyn.records.models import Decision
from samsyn.reports import agreement_pdf, conference_pack, decision_record, edition_content, registry
from samsyn.secrecy.rules import KeptError
from samsyn.secrecy.tests.test_marking import mark
from samsyn.steps.followup.tests import world as followups
from samsyn.steps.situation.masking import masked
from samsyn.steps.situation.models import Finding, Paragraph
from samsyn.steps.situation.tests import editions
from samsyn.ui.clock import today
from tests.worlds import shared

CITY = "[maskat: sekretess hos staden, 26 kap. 1 § offentlighets- och sekretesslagen]"
POLICE = "[maskat: sekretess hos polisen: arbetet, 18 kap. 1–2 §§ offentlighets- och sekretesslagen]"


@shared
def standing(norr, astrid, bo, lena, mats):
    return editions.decided(editions.full_picture(norr, astrid, bo), lena, mats, writer=astrid)


def promised(norr, cast):
    promise = world_promises.promise_of(norr, cast, title="Löftet om lampor")
    world_promises.commitment_of(promise, cast)
    return world_promises.decide(promise, cast)


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


def test_what_an_edition_took_up_of_a_follow_up_is_masked_with_its_action(standing, cast, norr, astrid):
    row = followups.story(cast, norr)
    taken = {
        "key": str(row.key), "number": 1, "title": row.action.title, "conclusion": {"sv": "fortsätt", "en": "go on"},
        "sentence": {"sv": "Åtgärden gjordes.", "en": "Done."}, "reason": "Det hjälpte.", "decided": None,
    }  # fmt: skip
    contents = {**json.loads(standing.canonical), "carried": [taken]}
    assert masked(standing, contents)[0]["carried"] == [taken]
    mark(row.action, astrid, "city-individuals")
    found, masker = masked(standing, contents)
    said = words(found["carried"])
    assert CITY in said and "fortsätt" in said and "26 kap. 1 §" in masker.footer
    assert row.action.title not in said and "Åtgärden gjordes" not in said and "Det hjälpte" not in said


def test_the_pack_of_a_conference_masks_what_candidates_rest_on_and_what_is_done(
    norr, cast, standing, astrid, bo
):
    world = conferences.conference(cast, agreements.whole_of(norr.city))
    finding = Finding.objects.filter(picture=standing.picture, party="city").first()
    promise = promised(norr, cast)
    ref = f"finding:{standing.pk}:{finding.pk}"
    conferences.propose(world, "Ett förslag", astrid, norr, evidence=[ref])
    before = words(conference_pack.content_of(world))
    assert before.count(finding.statement) > 1 and "Löftet om lampor" in before
    mark(finding, astrid, "city-individuals")
    mark(promise, bo, "police-work")
    content = conference_pack.content_of(world)
    said = words(content)
    assert finding.statement not in said and "Löftet om lampor" not in said
    assert CITY in said and POLICE in said and "26 kap. 1 §" in content["footer"]


def test_an_agreement_masks_the_one_that_it_rests_on(norr, cast, lena, astrid):
    first = agreements.signed(norr, cast, title="Avtalet om klotter")
    later = agreements.draft(norr, cast, title="Avtalet om ljus")
    type(later).objects.filter(pk=later.pk).update(parent=first)
    later = agreements.fresh(later)
    assert "Avtalet om klotter" in words(agreement_pdf.content_of(later))
    mark(first, astrid, "city-individuals")
    said = agreement_pdf.content_of(later)
    assert "Avtalet om klotter" not in words(said) and CITY in words(said)
    assert "26 kap. 1 §" in said["footer"]


def test_a_signed_paper_is_kept_when_its_text_may_not_leave(client, norr, cast, astrid):
    row = agreements.decide(agreements.draft(norr, cast), cast)
    made = signing.file_signed_paper(
        agreement=row, party="city", signer=cast["lena"], signed_on=today(), upload=agreements.scan(),
        file_name="papper.pdf", by=cast["ivar"],
    )  # fmt: skip
    url = reverse("agreements:scan", args=[norr.slug, row.pk, made.pk])
    client.force_login(astrid)
    taken = client.get(url)
    assert taken.status_code == 200 and b"".join(taken.streaming_content) == agreements.PDF
    mark(row, astrid, "city-individuals")
    answer = client.get(url)
    assert answer.status_code == 403 and "får inte lämna Samsyn" in answer.content.decode()


def test_a_calendar_says_the_class_of_each_point_and_masks_what_may_not_leave(client, norr, cast, astrid, bo):
    meetings.plan(norr, by=astrid)
    promise = promised(norr, cast)
    _link, token = calendars.make_link(member=astrid, city=norr.city, pair=norr)

    def fetched():
        text = client.get(reverse("meetings:feed", args=[token])).content.decode().replace("\r\n ", "")
        return text, [one.split("\r\n") for one in text.split("BEGIN:VEVENT")[1:]]

    def of(events, word):
        return next(one for one in events if any(word in line for line in one if line.startswith("SUMMARY")))

    text, events = fetched()
    assert "X-WR-CALDESC;LANGUAGE=sv:Sekretess: intern (2 kap. tryckfrihetsförordningen)" in text
    planned, public = of(events, "Styrgrupp"), of(events, "lampor")
    assert "CLASS:PRIVATE" in planned and "CLASS:PUBLIC" in public
    assert "DESCRIPTION;LANGUAGE=sv:Sekretess: ingen" in public
    mark(promise, bo, "police-work")
    text, events = fetched()
    assert "lampor" not in text and "Delar är maskade: 18 kap. 1–2 §§" in text
    shut = of(events, "[maskat: sekretess hos polisen")
    assert "CLASS:CONFIDENTIAL" in shut and "CATEGORIES:medborgarlöfte" in shut
