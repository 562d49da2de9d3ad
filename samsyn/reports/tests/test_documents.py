"""The documents of an edition: what they say, that they are accessible, and that no text breaks them."""

from __future__ import annotations

import io
import subprocess

import docx
import pikepdf
import pytest
from django.urls import reverse
from django.utils import translation

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.reports import registry, services
from samsyn.reports.glyphs import breakable, can_draw
from samsyn.steps.situation.models import Section
from samsyn.steps.situation.services import editions
from samsyn.steps.situation.tests.editions import PERIOD, decided, find, full_picture, write
from tests.worlds import shared

pytestmark = pytest.mark.one_database  # paper is set by Typst and Word, whatever the database


@shared
def picture(norr, astrid, bo):
    return full_picture(norr, astrid, bo)


@shared
def standing(picture, astrid, lena, mats):
    return decided(picture, lena, mats, writer=astrid)


def pdf_of(edition, language="sv"):
    return services.document_of(edition, registry.EDITION_PDF, language=language).content


def docx_of(edition, language="sv"):
    content = services.document_of(edition, registry.EDITION_DOCX, language=language).content
    return docx.Document(io.BytesIO(content))


def text_of(pdf: bytes) -> str:
    """The text that a reader gets, with its lines joined."""
    made = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(made.stdout.decode().split())


def words_of(document) -> str:
    body = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*body, *cells])


def roles_of(pdf: bytes) -> dict[str, int]:
    """How many of each structure element the PDF has: H1, Table, TH, Figure …"""
    found: dict[str, int] = {}

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for item in node:
                walk(item)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found[str(node.S)] = found.get(str(node.S), 0) + 1
            if "/K" in node:
                walk(node.K)

    with pikepdf.open(io.BytesIO(pdf)) as file:
        walk(file.Root.StructTreeRoot)
    return found


def test_the_pdf_is_tagged_has_a_language_a_title_and_table_headers(standing):
    pdf = pdf_of(standing)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang).startswith("sv")
        assert str(file.docinfo["/Title"]) == "Lägesbild Norr, utgåva 1"
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    roles = roles_of(pdf)
    assert roles["/TH"] >= 4
    assert roles["/H1"] >= 6
    assert roles["/Figure"] >= 1


def test_every_picture_in_the_pdf_has_words(standing):
    with pikepdf.open(io.BytesIO(pdf_of(standing))) as file:
        figures = [
            item
            for item in file.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
        assert figures
        assert all("Norra 2: Orange" in str(figure.Alt) for figure in figures)


def test_the_pdf_says_the_whole_edition(standing):
    text = text_of(pdf_of(standing))
    for words in (
        "Lägesbild Norr, utgåva 1",
        "Stadsområde Norr × Lokalpolisområde Väst, Exempelstaden",
        "Lena, socialdirektör",
        "Mats, lokalpolisområdeschef",
        "Öppen försäljning på flera platser.",
        "Tunt underlag",
        "1. Misshandel anmäls oftare i Norr än i hela staden",
        "1 259",
        "Kartläggning",
        "Annan information",
        "Analys",
        "CC BY 4.0",
        "brott.csv",
    ):
        assert words in text, words
    assert standing.checksum in text.replace(" ", "")


def test_exempeldata_stands_on_every_page(standing, picture, astrid, lena, mats):
    write(picture, Section.ANALYSIS, "En lång text. " * 600, astrid)
    longer = decided(picture, lena, mats, writer=astrid)
    for edition in (standing, longer):
        with pikepdf.open(io.BytesIO(pdf_of(edition))) as file:
            pages = len(file.pages)
        made = subprocess.run(["pdftotext", "-", "-"], input=pdf_of(edition), capture_output=True, check=True)
        each = made.stdout.decode().split("\f")[:pages]
        assert all("Exempeldata" in page for page in each)
        assert all("Kontrollsumma" in page for page in each)
    assert pages > 2


def test_a_draft_says_that_it_is_one(picture, astrid):
    edition = editions.cut_edition(picture=picture, by=astrid, **PERIOD)
    assert "Utkast, inte beslutat" in text_of(pdf_of(edition))
    assert "Utkast, inte beslutat" in docx_of(edition).sections[0].header.paragraphs[0].text


def test_people_s_own_text_stays_as_written_in_the_english_document(standing):
    pdf = pdf_of(standing, "en")
    assert "Öppen försäljning på flera platser." in text_of(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert str(file.Root.Lang).startswith("en")
    assert "Öppen försäljning på flera platser." in words_of(docx_of(standing, "en"))


def test_the_word_file_has_headings_repeated_table_heads_language_and_properties(standing):
    document = docx_of(standing)
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") >= 6
    assert "Heading 2" in styles
    for table in document.tables:
        assert table.rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert document.core_properties.title == "Lägesbild Norr, utgåva 1"
    assert document.core_properties.language == "sv-SE"
    assert document.core_properties.keywords == "Exempeldata"
    assert "Exempeldata" in document.sections[0].header.paragraphs[0].text
    languages = document.styles.element.xpath("//w:lang/@w:val")
    assert set(languages) == {"sv-SE"}
    assert "Öppen försäljning på flera platser." in words_of(document)


def test_the_map_of_the_word_file_has_words(standing):
    document = docx_of(standing)
    assert len(document.inline_shapes) == 1
    assert "Norra 2: Orange" in document.inline_shapes[0]._inline.docPr.get("descr")


HOSTILE = {
    "markup": '#import "x": * #panic() $ ] } ) @label <a> *fet* _kursiv_ `kod` \\ // /* #sys.inputs',
    "brackets": "]]]}}}#[#{#(",
    "quotes": '" \\" \\u{0} \'',
    "long word": "å" * 4000,
    "emoji": "Lugnt \U0001f600 i parken \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "right to left": "\u202eLugnt\u202c مرحبا שלום",
    "other letters": "日本語 ไทย हिन्दी",
    "controls": "a\x00b\x07c\x0bd\ufffe\ufffff",
    "ten thousand": "Det är oroligt vid torget. " * 380,
    "lines": "ett\n\n\n\ntvå\r\ntre\n",
    "xml": "<w:p>&amp;</w:p> ]]> <!-- -->",
}


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_no_text_becomes_markup_or_breaks_a_document(picture, astrid, norr, kind):
    from samsyn.evidence.models import DataImport
    from samsyn.steps.situation.tests.editions import judge

    hostile = HOSTILE[kind].replace("\x00", "")  # a database refuses it before us
    write(picture, Section.OTHER, hostile, astrid)
    find(picture, hostile[:200].replace("\n", " "), astrid, DataImport.objects.get())
    judge(picture, norr.city_area.parts.order_by("code").first(), None, hostile, astrid)
    edition = editions.cut_edition(picture=picture, by=astrid, **PERIOD)
    pdf = pdf_of(edition)
    text = text_of(pdf).replace("\u200b", "")
    document = docx_of(edition)
    assert "Utkast" in text
    if kind in {"markup", "brackets", "xml"}:
        assert " ".join(hostile.split()[:4]) in " ".join(text.split())
        assert hostile in words_of(document)
    if kind == "emoji":
        assert "[U+1F600]" in text
        assert "\U0001f600" in words_of(document)


def test_a_character_without_a_glyph_is_known():
    assert can_draw("å")
    assert can_draw("م")
    assert not can_draw("日")


def test_only_a_word_that_is_too_long_may_be_broken():
    assert breakable("Misshandel anmäls\noftare") == "Misshandel anmäls\noftare"
    assert breakable("x" * 50).replace("\u200b", "") == "x" * 50
    assert "\u200b" in breakable("x" * 50)


def test_the_same_edition_gives_the_same_file_and_is_laid_out_once(standing, settings):
    first = pdf_of(standing)
    kept = list((settings.SAMSYN_DATA / "documents").rglob("*.pdf"))
    assert len(kept) == 1
    assert kept[0].parent.name == standing.checksum
    kept[0].unlink()
    assert pdf_of(standing) == first
    kept[0].write_bytes(b"from the shelf")
    assert pdf_of(standing) == b"from the shelf"


def test_a_draft_is_never_taken_from_the_shelf(picture, astrid, settings):
    pdf_of(editions.cut_edition(picture=picture, by=astrid, **PERIOD))
    assert not (settings.SAMSYN_DATA / "documents").exists()


@pytest.mark.parametrize(
    ("name", "file_name", "begins"),
    [
        ("edition_pdf", "lagesbild-exempelstaden-norr-utgava-1.pdf", b"%PDF"),
        ("edition_docx", "lagesbild-exempelstaden-norr-utgava-1.docx", b"PK"),
    ],
)
def test_whoever_may_read_the_page_may_take_it_along_and_it_is_logged(
    client, standing, gun, name, file_name, begins
):
    client.force_login(gun)
    response = client.get(reverse(f"reports:{name}", args=[standing.picture.pair.slug, 1]))
    assert response.status_code == 200
    assert response.content.startswith(begins)
    assert response["Content-Disposition"] == f'attachment; filename="{file_name}"'
    entry = LogEntry.objects.filter(event=Event.EDITION_EXPORTED).get()
    assert (entry.by_id, entry.object_id) == (gun.pk, str(standing.pk))


def test_one_who_may_not_see_the_edition_gets_no_document(client, standing, farid):
    for name in ("edition_pdf", "edition_docx"):
        address = reverse(f"reports:{name}", args=[standing.picture.pair.slug, 1])
        assert client.get(address).status_code == 302
        client.force_login(farid)
        assert client.get(address).status_code == 404
        client.logout()
    assert not LogEntry.objects.filter(event=Event.EDITION_EXPORTED).exists()


def test_every_report_of_the_registry_is_made_in_both_languages(standing):
    for report in registry.REPORTS:
        for language in ("sv", "en"):
            with translation.override(language):
                assert len(services.document_of(standing, report, language=language).content) > 5000
