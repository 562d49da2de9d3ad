"""Each authority's own decision: Lena approves with a föredragande and a reservation, Mats approves, and both records stand."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.browser import hands
from tests.browser import hands_round as walk

pytestmark = pytest.mark.browser  # one process, one server: see bin/test

NORR = "exempelstaden-norr"
RESERVATION = "Socialförvaltningen lovar inga timmar före mars."
PRESENTER = "Astrid, trygghetssamordnare"


def text_of(page, link) -> str:
    with page.expect_download() as found:
        link.click()
    made = subprocess.run(["pdftotext", found.value.path(), "-"], capture_output=True, check=True)
    return " ".join(made.stdout.decode().split())


def test_the_reservation_and_both_records_stand_on_the_page_and_on_paper(visit):
    say = hands.words("sv")
    astrid, lena, mats = visit("astrid"), visit("lena"), visit("mats")
    problem = walk.write_problem(astrid, say, NORR, "Skräpigt på ängen efter midsommar")
    walk.add_cause(astrid, say, problem, "Kärlen är för få", "Vi har räknat dem.")
    for person, button in ((astrid, "Spara stadens svar"), (visit("bo"), "Spara polisens svar")):
        walk.answer_certainty(person, say, problem, 3, button)
    walk.weigh(astrid, say, problem, "set-aside", "Det städas ändå i juli.")
    astrid.goto(problem)
    matter = walk.to_decide(astrid)
    walk.send(astrid, say, matter)

    lena.goto(matter)
    assert lena.locator("main [name=presented_by]").input_value() == PRESENTER
    assert "delegationsordning" in lena.locator("main [name=legal_ground]").input_value()
    walk.fill(lena, reservation=RESERVATION, took_part="Cilla, analytiker")
    walk.save(
        lena, say, "Godkänn för staden", "Ditt godkännande är sparat. Nu väntar texten på den andra parten."
    )
    mats.goto(matter)
    assert RESERVATION in mats.locator("main").inner_text()
    walk.save(mats, say, "Godkänn för polisen", "Beslutat av båda parter. Texten ändras aldrig mer.")

    city, police = (mats.locator(f"section[aria-labelledby=beslut-{party}]") for party in ("city", "police"))
    for fact in (RESERVATION, PRESENTER, "Cilla, analytiker", "Lena, socialdirektör", "Stadens beslut"):
        assert fact in city.inner_text()
    assert "Mats, lokalpolisområdeschef" in police.inner_text()
    assert RESERVATION not in police.inner_text()
    assert mats.locator("details.signature").count() == 2
    mats.locator("details.signature summary").first.click()
    assert re.search(r"Nyckel [0-9a-f]{4} ", mats.locator("details.signature").first.inner_text())

    for party, facts in {"city": (RESERVATION, PRESENTER, "Lena"), "police": ("Mats, lokal",)}.items():
        mats.goto(matter)
        mats.locator(f"section[aria-labelledby=beslut-{party}] .btns a").click()
        page = mats.locator("main").inner_text()
        paper = text_of(mats, mats.get_by_role("link", name="Hämta som PDF"))
        for fact in facts:
            assert fact in page and fact in paper
        assert "Underskriften stämmer." in paper
    assert mats.faults == lena.faults == []
