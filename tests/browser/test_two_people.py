"""Two people at once: the second is told, nothing is overwritten, and two approvals make one decision."""

from __future__ import annotations

import pytest

from tests.browser import hands
from tests.browser import hands_round as walk

pytestmark = pytest.mark.browser  # one process, one server: see bin/test

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
    cilla.locator(".errorlist, .errm").first.wait_for()
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
        page.locator("ul.notes li, .problem").first.wait_for()  # both answers, whichever of them was first
        assert page.locator(".problem").count() == 0
    for page in (astrid, bo):
        page.goto(f"/par/{NORDOST}/lagesbild/utgavor/{number}/")
        text = page.locator("main").inner_text()
        assert "Staden har godkänt" in text
        assert "Polisen har godkänt" in text
        assert "Båda har godkänt exakt den här texten." in text
    astrid.goto(f"/par/{NORDOST}/lagesbild/utgavor/")
    row = astrid.locator("tbody tr", has_text=f"Utgåva {number}").first.inner_text()
    assert "Beslutad" in row
    assert [fault for fault in astrid.faults + bo.faults if "422" not in fault] == []


def test_the_second_of_two_on_a_cause_tree_sees_the_first_ones_cause_and_keeps_her_own(visit, say):
    """Astrid saves first, Cilla after; then Bo takes the cause away while Cilla writes in it."""
    astrid, bo, cilla = visit("astrid"), visit("bo"), visit("cilla")
    problem = walk.write_problem(astrid, say, NORR, "Nedskräpat vid kajen efter helgerna")
    walk.add_cause(astrid, say, problem, "Kärlen är för få", "Vi har räknat dem.")
    address = astrid.locator('main a[href*="/orsak/"]', has_text="Ändra orsaken").get_attribute("href")
    for page in (astrid, cilla):
        page.goto(address)
    walk.fill(astrid, text="Kärlen är för få på lördagar")
    walk.save(astrid, say, "Spara orsaken", "Orsaken är sparad.")
    walk.fill(cilla, text="Kärlen töms för sällan")
    hands.press(cilla, "Spara orsaken")
    assert "Kärlen är för få på lördagar" in cilla.locator(".theirs").inner_text()
    assert cilla.locator("[name=text]").input_value() == "Kärlen töms för sällan"
    bo.goto(problem)
    bo.get_by_role("heading", name="Kärlen är för få på lördagar").wait_for()
    hands.press(cilla, "Spara orsaken")  # she has read Astrid's cause, and saves hers after all
    cilla.get_by_text("Orsaken är sparad.").wait_for()
    cilla.goto(address)
    bo.goto(f"{address}ta-bort/")
    walk.save(bo, say, "Ta bort orsaken", "Orsaken är borttagen.")
    walk.fill(cilla, text="Kärlen töms för sällan på söndagar")
    hands.press(cilla, "Spara orsaken")
    assert "Någon har tagit bort det du ändrade" in cilla.locator(".errm").first.inner_text()
    assert cilla.locator("[name=text]").input_value() == "Kärlen töms för sällan på söndagar"


def test_the_second_of_two_on_a_goal_sees_the_first_ones_target_and_keeps_her_own(visit, say):
    astrid, cilla = visit("astrid"), visit("cilla")
    decided = walk.address(astrid, f"/par/{NORR}/mal/", "section h2 a")
    version = walk.next_version(astrid, say, decided)
    address = walk.address(astrid, version, "table.goals th a")
    for page in (astrid, cilla):
        page.goto(address)
    walk.fill(astrid, target="31", why="Så långt når vi.")
    walk.save(astrid, say, "Spara i utkastet", "Målet är sparat i utkastet.")
    walk.fill(cilla, target="37", why="Vi är försiktiga.")
    hands.press(cilla, "Spara i utkastet")
    assert "31" in cilla.locator(".theirs").inner_text()
    assert cilla.locator("[name=target]").input_value() == "37"
    assert cilla.locator("[name=why]").input_value() == "Vi är försiktiga."
    hands.press(cilla, "Spara i utkastet")  # she has read Astrid's target, and saves hers after all
    cilla.get_by_text("Målet är sparat i utkastet.").wait_for()
    walk.withdraw(cilla, say, version)
