"""A conference from candidates to decided priorities, which stand in an area's step 3 and come back at the next conference.

It changes this year's conference of the example for good: its name lets it run last.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.browser.hands import press

pytestmark = pytest.mark.browser  # one process, one server: see bin/test

HELD = date.today() + timedelta(days=14)
PAGE = f"/konferens/exempelstaden/{HELD.year}/"
FIRST, YOUNG = "Trygga gångvägar efter mörkrets inbrott", "Unga som dras in i kriminalitet, ett år till"
THEFTS, VIOLENCE = "Stölder vid stationen", "Våldet där uteställena stänger"
WAITS = "Poliserna vid stationen har redan en plan som pågår."
REFUSAL = "Vi gör klart lägesbilden först."


def text_of(page) -> str:
    return page.locator("main").inner_text()


def order(page, places: dict[str, str]) -> None:
    """Enter one's own party's order."""
    page.goto(f"{PAGE}ordning/")
    for title, place in places.items():
        page.get_by_label(title, exact=True).select_option(place)
    press(page, "Spara ordningen")


def give_reason(page, title: str, why: str, *, is_chosen: bool = True) -> None:
    page.locator(".ranked li", has_text=title).locator(".acts a").click()
    page.get_by_label("Skäl", exact=True).fill(why)
    page.get_by_label("Vald för året" if is_chosen else "Lagd åt sidan", exact=True).check()
    press(page, "Spara i utkastet")


def approve(page, address: str) -> None:
    page.goto(address)
    press(page, page.locator("section.decide button").first.inner_text().strip())
    page.wait_for_load_state()


def test_a_conference_becomes_priorities_that_areas_answer_and_that_come_back_next_year(visit):
    astrid, david, elsa, farid = (visit(who) for who in ("astrid", "david", "elsa", "farid"))
    astrid.goto(PAGE)
    assert "Båda parters ordning visas när båda har ordnat alla förslag." in text_of(astrid)
    assert astrid.get_by_role("button", name="Gör en prioriteringslista").count() == 0

    order(david, {FIRST: "1", YOUNG: "2", THEFTS: "4", VIOLENCE: "3"})  # the police: 2, 1, 4, 3
    david.goto(f"{PAGE}?vy=skarm")
    assert text_of(david).count("Samma plats: avgör tillsammans") == 2

    astrid.goto(PAGE)
    press(astrid, "Gör en prioriteringslista")
    for title in (FIRST, YOUNG, VIOLENCE):
        give_reason(astrid, title, "Det drabbar många och går att påverka.")
    give_reason(astrid, THEFTS, WAITS, is_chosen=False)
    astrid.get_by_role("link", name="Till granskningen").click()
    press(astrid, "Skicka på granskning")
    decision = astrid.url
    for page in (david, elsa):
        approve(page, decision)
    assert "Texten ändras aldrig mer." in elsa.locator("ul.notes").inner_text()

    year = HELD.year + 1
    astrid.goto("/par/exempelstaden-norr/mal/")
    assert f"Stadens prioriteringar {year}" in text_of(astrid)
    astrid.locator("ol.prio li", has_text=FIRST).locator("button").click()
    assert "Svaret är sparat." in text_of(astrid) and "Ni tar upp den." in text_of(astrid)
    farid.goto("/par/exempelstaden-soder/mal/")
    farid.locator("ol.prio li", has_text=FIRST).locator(".btns a").click()
    press(farid, "Spara svaret")
    assert "säger varför" in text_of(farid)
    farid.faults.clear()  # the refusal is answered with 422, which the browser remarks on
    farid.get_by_label("Skäl", exact=True).fill(REFUSAL)
    press(farid, "Spara svaret")

    astrid.goto("/konferens/exempelstaden/ny/")
    astrid.get_by_label("År", exact=True).fill(str(year))
    astrid.get_by_label("Tema", exact=True).fill("Ett år senare")
    astrid.get_by_label("Dag", exact=True).fill(f"{year}-12-01")
    press(astrid, "Spara")
    shown = astrid.locator("#forra").inner_text()
    assert f"Först: vad blev det av prioriteringarna för {year}?" in shown
    assert "Norr tar upp den." in shown and f"Söder tar inte upp den. {REFUSAL}" in shown
    assert shown.count("Vet inte än.") == 3
    for page in (astrid, david, elsa, farid):
        assert page.faults == []
