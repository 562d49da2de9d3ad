"""Both judge an area unseen by each other, then both are shown, then they differ, and the edition says so."""

from __future__ import annotations

import pytest

from tests.browser import hands

pytestmark = pytest.mark.browser  # one process, one server: see bin/test

NORR = "/par/exempelstaden-norr/lagesbild/"
CITY, POLICE = "Kajen är lugn sedan i våras.", "Vi är vid kajen varje helg."


def _judge(page, address: str, level: str, reason: str) -> None:
    page.goto(address)
    page.locator(f'[name=level][value="{level}"]').check()
    page.locator("[name=reason]").fill(reason)
    hands.press(page, "Spara er bedömning")


def test_both_judge_unseen_are_shown_differ_and_stand_so_in_the_edition(visit):
    astrid, bo = visit("astrid"), visit("bo")
    astrid.goto(NORR)
    address = astrid.locator("table.lv a", has_text="Bedöm igen").first.get_attribute("href")
    bo.goto(address)
    before = bo.locator("main").inner_text()

    _judge(astrid, address, "gul", CITY)
    assert "Polisen har inte bedömt än." in astrid.locator("main").inner_text()
    bo.goto(address)
    assert bo.locator("main").inner_text() == before  # nothing tells that the city has judged

    _judge(bo, address, "rod", POLICE)
    for page in (astrid, bo):
        page.goto(address)
        assert CITY in page.content() and POLICE in page.content()
    for page, says in ((astrid, "Ett lugnt år räcker."), (bo, "Ett år räcker inte.")):
        page.goto(address)
        page.locator("[name=says]").fill(says)
        page.locator("form[action$=oenig\\/] button").click()
        page.get_by_text("Er mening är sparad.").wait_for()

    astrid.goto(NORR)
    assert "Oeniga: staden gul, polisen röd" in astrid.locator("#lage").inner_text()
    astrid.goto(f"{NORR}utgavor/")
    astrid.locator('main a[href$="/besluta/"]').first.click()
    hands.press(astrid, "Uppdatera från lägesbilden")
    astrid.get_by_text("Utgåvan har lägesbilden som den är nu.").wait_for()
    astrid.goto(astrid.url.partition("besluta/")[0])
    shown = " ".join(astrid.locator("main").inner_text().split())
    for said in (
        "Oeniga: staden gul, polisen röd",
        CITY,
        POLICE,
        "Ett lugnt år räcker.",
        "Ett år räcker inte.",
    ):
        assert said in shown
    assert not astrid.faults and not bo.faults
