"""With script off: one reads the lägesbild, writes, judges, reads in a file and approves."""

from __future__ import annotations

import pytest

from tests.browser import hands

pytestmark = pytest.mark.browser  # one process, one server: see bin/test

NORR, NORDOST = "exempelstaden-norr", "goteborg-nordost"


@pytest.fixture
def say():
    return hands.words("sv")


@pytest.mark.parametrize("width", [1440, 360])
def test_the_picture_is_read_with_charts_drawn_and_the_same_figures_as_tables(width, visit):
    """Folds open without script; each chart is drawn, and its figures stand in its own table or in one beside it."""
    page = visit("astrid", script=False, width=width)
    page.goto(f"/par/{NORR}/lagesbild/")
    for summary in page.locator("main details > summary").all():
        if summary.is_visible() and summary.locator("xpath=..").get_attribute("open") is None:
            summary.click()
    charts = page.locator("figure.chart")
    assert charts.count() >= 3
    for chart in charts.all():
        assert any(
            drawn.is_visible() for drawn in chart.locator("svg").all()
        )  # the wide or the narrow drawing
        beside = chart.locator("xpath=ancestor::section[1]").locator("table")
        assert any(table.is_visible() for table in beside.all())
    assert page.locator("#matt table tbody tr").count() > 3
    assert page.faults == []


def test_the_points_are_told_without_a_map(visit):
    page = visit("bo", script=False)  # the police have released the figures by area, not the points
    page.goto("/underlag/handelser/?stad=exempelstaden")
    assert page.locator("main table tbody tr").count() > 3


def test_a_paragraph_a_finding_and_a_level_are_written(visit, say):
    page = visit("astrid", script=False)
    hands.write_part(page, say, NORR, "mapping", "Skrivet utan skript.")
    assert "Skrivet utan skript." in page.locator("#delar").inner_text()
    page.goto(f"/par/{NORR}/lagesbild/slutsats/ny/")
    page.fill("[name=statement]", "En slutsats utan skript")
    page.fill("[name=doubt]", "Vi är osäkra.")
    page.fill("[name=sok]", "trygg")
    page.locator("button[name=sok-tal]").click()
    assert page.locator("[name=statement]").input_value() == "En slutsats utan skript"
    page.locator("[name=tal]").first.check()
    hands.press(page, "Spara slutsatsen")
    page.get_by_role("heading", name="En slutsats utan skript").first.wait_for()
    hands.judge(page, say, NORR, "hela", "tunt", "Ett skäl skrivet utan skript.")
    page.goto(f"/par/{NORR}/lagesbild/lage/hela/")
    assert "Ett skäl skrivet utan skript." in page.locator("main").inner_text()


def test_a_file_is_handed_in_looked_through_and_read_in(visit, say, tmp_path):
    """Without script the page of a file on its way fetches itself anew until it is in."""
    file = tmp_path / "folkmangd-utan-skript.csv"
    file.write_text(
        "ar,omrade,niva,folkmangd\n1990,Norr,stadsområde,51234\n1990,Söder,stadsområde,50123\n", "utf-8"
    )
    page = visit("cilla", script=False)
    hands.hand_in(page, say, "exempelstaden", file)
    assert "51" in page.locator("main table").first.inner_text()
    hands.belongs_to(page, "Folkmängd")
    assert hands.read_in(page, say) == [2, 0, 0]


def test_an_edition_is_cut_sent_and_approved_by_both(visit, say):
    astrid, bo = visit("astrid", script=False), visit("bo", script=False)
    number = hands.ready_edition(astrid, bo, say, NORDOST)
    hands.approve(astrid, say, NORDOST, number, "Godkänn för staden")
    astrid.get_by_text("Ditt godkännande är sparat.").wait_for()
    hands.approve(bo, say, NORDOST, number, "Godkänn för polisen")
    bo.get_by_text(f"Utgåva {number} är beslutad av båda parter.").wait_for()
