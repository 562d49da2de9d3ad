"""Writing paragraphs and findings: whose they are, two writers at once, and the log."""

from __future__ import annotations

import pytest

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.steps.situation import queries, services
from samsyn.steps.situation.models import Finding, Paragraph, Section
from samsyn.steps.situation.tests.conftest import shared_finding, shared_paragraph
from samsyn.ui.errors import StaleError, UserError
from tests.worlds import shared


@shared
def paragraph(picture, astrid):
    return shared_paragraph(
        picture=picture, section=Section.MAPPING, text="Våldet sker vid torget.", by=astrid
    )


@shared
def figures(norr, population, crimes):
    return [row.reference for row in queries.candidates_for(norr) if row.metric == "crime_assault"]


@shared
def finding(picture, astrid, figures):
    return shared_finding(
        picture=picture,
        statement="Misshandel anmäls oftare",
        doubt="Skillnaden är större än slumpen.",
        figures=figures[:1],
        by=astrid,
    )


def test_a_paragraph_carries_its_party_and_is_logged(paragraph, astrid):
    assert (paragraph.party, paragraph.written_by, paragraph.version) == ("city", astrid, 1)
    entry = LogEntry.objects.get(event=Event.PARAGRAPH_ADDED)
    assert (entry.object_id, entry.by_id, entry.pair_id) == (
        str(paragraph.pk),
        astrid.pk,
        paragraph.picture.pair_id,
    )
    assert "torget" not in entry.facts


def test_an_empty_paragraph_is_refused(picture, astrid):
    with pytest.raises(UserError, match="Stycket är tomt"):
        shared_paragraph(picture=picture, section=Section.MAPPING, text="  \n ", by=astrid)


def test_the_second_writer_is_told_and_nothing_is_overwritten(paragraph, astrid, cilla):
    services.change_paragraph(paragraph=paragraph, text="Cillas text.", version=1, by=cilla)
    with pytest.raises(StaleError, match="Någon har ändrat texten") as told:
        services.change_paragraph(paragraph=paragraph, text="Astrids text.", version=1, by=astrid)
    assert told.value.theirs == "Cillas text."
    assert Paragraph.objects.get().text == "Cillas text."


def test_a_removed_paragraph_cannot_be_changed_and_stays_for_history(paragraph, astrid, cilla):
    services.remove_paragraph(paragraph=paragraph, version=1, by=cilla)
    with pytest.raises(StaleError, match="tagit bort"):
        services.change_paragraph(paragraph=paragraph, text="Ny text.", version=1, by=astrid)
    assert Paragraph.objects.get().removed_at is not None
    assert queries.sections(paragraph.picture, "city")[0].paragraphs == ()


def test_the_other_party_does_not_change_ones_text(paragraph, bo):
    with pytest.raises(UserError, match="skriven av staden"):
        services.change_paragraph(paragraph=paragraph, text="Bos text.", version=1, by=bo)
    with pytest.raises(UserError, match="skriven av staden"):
        services.remove_paragraph(paragraph=paragraph, version=1, by=bo)
    assert Paragraph.objects.get().text == "Våldet sker vid torget."


def test_who_may_only_read_writes_nothing_whoever_calls(picture, paragraph, hanna, gun, farid, david):
    for member in (hanna, gun, farid, david):
        with pytest.raises(UserError, match="inte skriva"):
            shared_paragraph(picture=picture, section=Section.OTHER, text="Text.", by=member)
        with pytest.raises(UserError, match="inte skriva"):
            services.move_paragraph(paragraph=paragraph, up=True, by=member)


def test_a_closed_pair_is_not_written_in(norr, picture, astrid):
    norr.valid_to = norr.valid_from.replace(year=2022)
    norr.save()
    with pytest.raises(UserError, match="inte skriva"):
        shared_paragraph(picture=picture, section=Section.OTHER, text="Text.", by=astrid)


def test_both_parties_order_the_paragraphs(picture, paragraph, astrid, bo):
    other = shared_paragraph(picture=picture, section=Section.MAPPING, text="Andra.", by=bo)
    services.move_paragraph(paragraph=other, up=True, by=bo)
    assert [row.pk for row in queries.sections(picture, "city")[0].paragraphs] == [other.pk, paragraph.pk]
    services.move_paragraph(paragraph=other, up=True, by=bo)  # already first: nothing happens
    services.move_paragraph(paragraph=other, up=False, by=astrid)
    assert [row.pk for row in queries.sections(picture, "city")[0].paragraphs] == [paragraph.pk, other.pk]


def test_a_finding_keeps_the_figure_as_it_was_shown(finding, norr, read_in):
    kept = finding.figures[0]
    assert kept["shown"]["value"] == 150
    assert kept["metric"] == "crime_assault"
    shown = queries.findings(finding.picture, "city")[0].figures[0]
    assert (shown.text, shown.area_name, shown.rate.text) == ("150", "Norr", "3,8")
    assert shown.url.startswith("/underlag/")


def test_a_finding_without_figures_or_doubt_is_refused(picture, astrid, figures):
    with pytest.raises(UserError, match="vilar inte på något tal"):
        shared_finding(picture=picture, statement="Så är det", doubt="Säkert.", figures=[], by=astrid)
    with pytest.raises(UserError, match="Osäkerheten är tomt"):
        shared_finding(picture=picture, statement="Så är det", doubt=" ", figures=figures[:1], by=astrid)
    assert not Finding.objects.exists()


def test_an_invented_figure_is_refused(picture, astrid, figures):
    with pytest.raises(UserError, match="gäller inte längre"):
        shared_finding(
            picture=picture,
            statement="Så är det",
            doubt="Säkert.",
            figures=["crime_assault|exempelstaden/stadsomraden/norr|2025-01-01|2026-01-01|99999"],
            by=astrid,
        )


def test_a_finding_keeps_its_figure_when_a_new_file_has_taken_its_place(finding, astrid, read_in):
    from samsyn.steps.situation.tests.conftest import LAST

    read_in(f"ar,omrade,brottstyp,antal\n{LAST},Norr,misshandel,151\n", name="Rättelse", reader="bra-csv")
    changed = services.change_finding(
        finding=finding,
        statement="Misshandel anmäls oftare här",
        doubt=finding.doubt,
        figures=[queries.reference_of(finding.figures[0])],
        version=1,
        by=astrid,
    )
    assert changed.figures[0]["shown"]["value"] == 150
    assert changed.version == 2


def test_the_second_writer_of_a_finding_gets_the_text_that_stands(finding, astrid, cilla, figures):
    common = {"finding": finding, "figures": figures[:1], "version": 1}
    services.change_finding(statement="Cillas mening", doubt="Cillas tvivel", by=cilla, **common)
    with pytest.raises(StaleError) as told:
        services.change_finding(statement="Astrids mening", doubt="Astrids tvivel", by=astrid, **common)
    assert told.value.theirs == "Cillas mening\n\nCillas tvivel"
    assert Finding.objects.get().statement == "Cillas mening"


def test_a_finding_is_about_the_pairs_own_area(picture, astrid, figures, part):
    common = {"picture": picture, "statement": "S", "doubt": "D", "figures": figures[:1], "by": astrid}
    with pytest.raises(UserError, match="hör inte till"):
        shared_finding(area=part("10"), **common)
    assert shared_finding(area=part("00"), **common).area == part("00")


def test_findings_are_moved_and_removed(finding, picture, astrid, bo, figures):
    other = shared_finding(picture=picture, statement="Andra", doubt="Osäkert.", figures=figures[:1], by=bo)
    services.move_finding(finding=other, up=True, by=astrid)
    assert [row.row.pk for row in queries.findings(picture, "city")] == [other.pk, finding.pk]
    with pytest.raises(UserError, match="skriven av polisen"):
        services.remove_finding(finding=other, version=1, by=astrid)
    services.remove_finding(finding=other, version=1, by=bo)
    assert [row.row.pk for row in queries.findings(picture, "city")] == [finding.pk]
