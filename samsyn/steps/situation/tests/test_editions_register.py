"""The registry number of a decided edition: each authority's own, written afterwards by its registrar."""

from __future__ import annotations

import io

import docx
import pytest
from django.urls import reverse

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.records.models import Decision
from samsyn.reports import registry
from samsyn.reports import services as reports
from samsyn.steps.situation.services import editions
from samsyn.steps.situation.tests.editions import PERIOD, decided, full_picture
from samsyn.ui.errors import UserError
from tests.worlds import shared


@shared
def picture(norr, astrid, bo):
    return full_picture(norr, astrid, bo)


@shared
def standing(picture, astrid, lena, mats):
    return decided(picture, lena, mats, writer=astrid)


def url(name, edition):
    return reverse(f"situation:{name}", args=[edition.picture.pair.slug, edition.number])


def read(client, member, edition):
    client.force_login(member)
    return client.get(url("edition", edition)).content.decode()


def test_the_registrar_writes_her_own_authoritys_number_and_everybody_reads_it(
    client, ivar, astrid, standing
):
    assert "Er myndighets diarienummer" in read(client, ivar, standing)
    answer = client.post(url("edition_register", standing), {"number": " N-2026-00123 "}, follow=True)
    text = answer.content.decode()
    assert "Diarienumret är sparat." in text
    assert "Staden: N-2026-00123" in text
    found = Decision.objects.get(subject_id=standing.pk)
    assert (found.city_registry_number, found.police_registry_number) == ("N-2026-00123", "")
    entry = LogEntry.objects.get(event=Event.REGISTRY_NUMBER_SET)
    assert (entry.by_id, entry.party, entry.pair_id) == (ivar.pk, "city", standing.picture.pair_id)
    assert "N-2026" not in entry.facts
    theirs = read(client, astrid, standing)
    assert "Staden: N-2026-00123" in theirs
    assert "Er myndighets diarienummer" not in theirs


def test_a_wrong_number_is_written_over_and_the_decision_stands(client, ivar, standing):
    before = Decision.objects.get(subject_id=standing.pk).checksum
    for number in ("N-2026-1", "N-2026-2"):
        editions.set_registry_number(edition=standing, number=number, by=ivar)
    found = Decision.objects.get(subject_id=standing.pk)
    assert (found.city_registry_number, found.checksum) == ("N-2026-2", before)
    assert LogEntry.objects.filter(event=Event.REGISTRY_NUMBER_SET).count() == 2
    assert 'value="N-2026-2"' in read(client, ivar, standing)


@pytest.mark.parametrize("person", ["astrid", "gun", "mats"])
def test_who_keeps_no_register_writes_no_number(client, cast, standing, person):
    client.force_login(cast[person])
    assert client.post(url("edition_register", standing), {"number": "N-1"}).status_code == 403
    with pytest.raises(UserError, match="Bara en registrator"):
        editions.set_registry_number(edition=standing, number="N-1", by=cast[person])


def test_who_may_not_see_the_pair_finds_nothing(client, farid, standing):
    client.force_login(farid)
    assert client.post(url("edition_register", standing), {"number": "N-1"}).status_code == 404


def test_a_number_without_digits_is_refused_and_kept_in_the_form(client, ivar, standing):
    client.force_login(ivar)
    answer = client.post(url("edition_register", standing), {"number": "saknas"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Ett diarienummer innehåller siffror." in text
    assert 'value="saknas"' in text
    assert client.post(url("edition_register", standing), {"number": ""}).status_code == 422


def test_an_edition_that_is_not_decided_has_no_number(client, picture, ivar, astrid):
    edition = editions.cut_edition(picture=picture, by=astrid, **PERIOD)
    assert "Er myndighets diarienummer" not in read(client, ivar, edition)
    assert client.post(url("edition_register", edition), {"number": "N-1"}).status_code == 404
    with pytest.raises(UserError, match="inte beslutad av båda parter"):
        editions.set_registry_number(edition=edition, number="N-1", by=ivar)


def test_the_number_stands_in_documents_made_after_it_was_written(standing, ivar):
    def words():
        made = reports.document_of(standing, registry.EDITION_DOCX, language="sv").content
        tables = docx.Document(io.BytesIO(made)).tables
        return [cell.text for table in tables for row in table.rows for cell in row.cells]

    assert "Stadens diarienummer" not in words()
    pdf = reports.document_of(standing, registry.EDITION_PDF, language="sv").content
    editions.set_registry_number(edition=standing, number="N-2026-00123", by=ivar)
    assert "Stadens diarienummer" in words()
    assert "N-2026-00123" in words()
    assert reports.document_of(standing, registry.EDITION_PDF, language="sv").content != pdf
