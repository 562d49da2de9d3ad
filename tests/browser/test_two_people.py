"""Two people at once: the second is told, nothing is overwritten, and two approvals make one decision."""

from __future__ import annotations

import pytest

from tests.browser import hands

NORR, NORDOST = "exempelstaden-norr", "goteborg-nordost"


@pytest.fixture
def say():
    return hands.words("sv")


def test_the_second_of_two_who_change_a_paragraph_sees_the_first_ones_text_and_keeps_her_own(visit, say):
    astrid, cilla = visit("astrid"), visit("cilla")
    hands.write_part(astrid, say, NORR, "other", "Så här såg stycket ut från början.")
    row = astrid.locator("article.para", has_text="Så här såg stycket ut från början.")
    address = row.locator("a[href*='/stycke/']").get_attribute("href")
    for page in (astrid, cilla):
        page.goto(address)
    astrid.fill("[name=text]", "Astrid skrev klart först.")
    hands.press(astrid, "Spara stycket")
    astrid.get_by_text("Stycket är sparat.").wait_for()
    cilla.fill("[name=text]", "Cilla skrev samtidigt något annat.")
    hands.press(cilla, "Spara stycket")
    cilla.locator(".theirs").wait_for()
    assert "Astrid skrev klart först." in cilla.locator(".theirs").inner_text()
    assert cilla.locator("[name=text]").input_value() == "Cilla skrev samtidigt något annat."
    assert cilla.locator(".errorlist, .errm").first.is_visible()
    astrid.goto(f"/par/{NORR}/lagesbild/")
    assert "Astrid skrev klart först." in astrid.locator("#delar").inner_text()
    assert "Cilla skrev samtidigt" not in astrid.locator("#delar").inner_text()
    hands.press(cilla, "Spara stycket")  # she has read Astrid's text, and saves hers after all
    cilla.get_by_text("Stycket är sparat.").wait_for()
    assert "Cilla skrev samtidigt något annat." in cilla.locator("#delar").inner_text()


def test_two_approvals_in_the_same_moment_make_one_decision(visit, say):
    """Astrid and Bo press at once: both posts are on their way before either is answered."""
    astrid, bo = visit("astrid"), visit("bo")
    number = hands.ready_edition(astrid, bo, say, NORDOST)
    for page in (astrid, bo):
        page.goto(f"/par/{NORDOST}/lagesbild/utgavor/{number}/besluta/")
    for page, button in ((astrid, "Godkänn för staden"), (bo, "Godkänn för polisen")):
        page.get_by_role("button", name=button).click(no_wait_after=True)
    for page in (astrid, bo):
        page.locator("ul.notes li, .problem").first.wait_for()  # the answer, whichever of them was first
        assert page.locator(".problem").count() == 0
        page.goto(f"/par/{NORDOST}/lagesbild/utgavor/{number}/")
        text = page.locator("main").inner_text()
        assert "Staden har godkänt" in text
        assert "Polisen har godkänt" in text
        assert "Båda har godkänt exakt den här texten." in text
    astrid.goto(f"/par/{NORDOST}/lagesbild/utgavor/")
    row = astrid.locator("tbody tr", has_text=f"Utgåva {number}").first.inner_text()
    assert "Beslutad" in row
    assert [fault for fault in astrid.faults + bo.faults if "422" not in fault] == []
