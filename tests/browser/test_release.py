"""What Bo writes stays his authority's own until it is released, and is gone for Astrid when it is taken back."""

from __future__ import annotations

import pytest

from tests.browser import hands

pytestmark = pytest.mark.browser  # one process, one server: see bin/test

NORR = "exempelstaden-norr"
PAGE = f"/par/{NORR}/vem-ser-vad/"
TEXT = "Vi funderar på en egen insyn i biljetthallen."


def test_a_text_is_own_then_released_then_taken_back_and_the_auditor_reads_why(visit):
    say = hands.words("sv")
    bo, astrid, gun = (visit(name) for name in ("bo", "astrid", "gun"))
    hands.write_part(bo, say, NORR, "analysis", TEXT)
    assert TEXT in _picture(bo)
    assert TEXT not in _picture(astrid)

    bo.goto(PAGE)
    bo.get_by_role("checkbox", name=TEXT).check()
    bo.fill("[name=reason]", "Staden ansvarar för hallen.")
    bo.locator(
        '[name=legal_ground][value="police-cooperation"]'
    ).first.check()  # the next form is of datasets
    hands.press(bo, "Släpp till staden")
    bo.get_by_text("Texten är släppt.").wait_for()
    assert TEXT in _picture(astrid)

    row = bo.locator("#slappt ~ .stack article, section:has(#slappt) article", has_text=TEXT).first
    row.locator("summary").click()
    row.locator("[name=reason]").fill("Tanken var inte färdig.")
    row.get_by_role("button", name="Ta tillbaka").click()
    bo.get_by_text("Texten är tillbakatagen.").wait_for()
    assert TEXT not in _picture(astrid)

    gun.goto(PAGE)
    history = gun.get_by_role("table", name="Alla frisläppningar, nyast först").inner_text()
    for said in ("Staden ansvarar för hallen.", "6 § polislagen", "Tanken var inte färdig.", "Bo"):
        assert said in history
    assert TEXT not in gun.content()
    assert not bo.faults


def _picture(page) -> str:
    page.goto(f"/par/{NORR}/lagesbild/")
    return page.content()
