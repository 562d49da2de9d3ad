"""The pack of a conference: one accessible PDF with all that was shown, proposed and decided; taken out, it is logged."""

from __future__ import annotations

import io

import pikepdf
from django.urls import reverse
from django.utils import translation

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.conference import services
from samsyn.conference.tests import world
from samsyn.priorities import services as priorities
from samsyn.priorities.tests import world as lists
from samsyn.reports.conference_pack import content_of, export_pack
from samsyn.reports.tests.test_documents import roles_of, text_of
from samsyn.steps.purpose.tests import world as purposes
from samsyn.ui.clock import today
from tests.worlds import shared

YEAR = today().year


@shared
def conference(cast, city, pairs, norr):
    return world.conference(cast, lists.whole(city))


@shared
def full(conference, cast, norr, astrid):
    """With a decided edition, last year's priorities, candidates in both orders and a list that is begun."""
    edition = purposes.add_edition(norr, astrid)
    services.add_material(conference=conference, title="Lägesbild Norr", edition=edition, by=astrid)
    first, _second = lists.decided(cast, conference.pair, YEAR)
    priorities.answer_priority(pair=norr, priority=first, is_taken_up=False, reason="Inga torg.", by=astrid)
    proposed = world.candidates(conference, cast, norr)
    world.order(conference, proposed, (1, 2, 3), cast["astrid"])
    world.order(conference, proposed, (2, 1, 3), cast["bo"])
    lists.decide(lists.draft(cast, conference.pair, YEAR + 1), cast)
    return conference


def test_the_pack_says_all_of_the_day(full, astrid):
    text = text_of(export_pack(conference=full, language="sv", by=astrid).content)
    for words in (
        f"Konferensen {YEAR} i Exempelstaden",
        "Trygga kvällar",
        "Områdespoliser",
        "Lägesbild Norr",
        f"Vad blev det av prioriteringarna för {YEAR}?",
        "Vet inte än.",
        "Norr tar inte upp den. Inga torg.",
        "Läget i Norr",
        "Fler bråk och färre trygga på kvällen",
        "Läget i Söder",
        "Ingen beslutad utgåva.",
        "Samma plats: avgör tillsammans",
        "Nedskräpning och klotter",
        f"Stadens prioriteringar {YEAR + 1}",
        "Beslutade av båda parter",
        "Lagt åt sidan",
    ):
        assert words in text, words


def test_the_pack_of_an_empty_conference_says_what_is_lacking(cast, city, pairs, astrid):
    row = services.add_conference(pair=lists.whole(city), year=YEAR, theme="Unga", held_on=today(), by=astrid)
    text = text_of(export_pack(conference=row, language="sv", by=astrid).content)
    for words in ("Inget program är skrivet.", "Inga förslag.", "Ingen prioriteringslista är påbörjad."):
        assert words in text


def test_the_pack_is_tagged_has_a_language_a_title_and_is_marked_on_every_page(full, astrid):
    pdf = export_pack(conference=full, language="sv", by=astrid).content
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.docinfo["/Title"]) == f"Konferensen {YEAR} i Exempelstaden"
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        pages = len(file.pages)
    assert text_of(pdf).count("Exempeldata") == pages >= 3
    roles = roles_of(pdf)
    assert roles["/TH"] >= 6 and roles["/H1"] >= 5


def test_the_pack_speaks_english_too(full):
    with translation.override("en"):
        assert content_of(full)["lang"] == "en"


def test_taking_it_out_is_logged_and_readers_may(client, full, gun):
    client.force_login(gun)
    answer = client.get(reverse("reports:conference_pack", args=["exempelstaden", YEAR]))
    assert answer["Content-Type"] == "application/pdf"
    assert f'filename="konferens-exempelstaden-{YEAR}.pdf"' in answer["Content-Disposition"]
    entry = LogEntry.objects.get(event=Event.CONFERENCE_EXPORTED)
    assert (entry.by_id, entry.object_id) == (gun.pk, str(full.pk))
