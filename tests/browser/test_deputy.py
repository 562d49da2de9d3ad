"""A deputy in a browser: Mats names Karl for today, Karl approves in his place, and no more when Mats has ended it.

The day after is another day of the server's clock, which a browser cannot turn: samsyn/records/tests/test_deputies_decide.py walks it.
"""

from __future__ import annotations

import pytest

from tests.browser import hands
from tests.browser import hands_round as walk

pytestmark = pytest.mark.browser  # one process, one server: see bin/test

DEPUTIES = "/medarbetare/exempelstaden/stallforetradare/"
POLICE = "Godkänn för polisen"


@pytest.fixture
def say():
    return hands.words("sv")


def test_a_deputy_approves_in_the_place_of_the_chief_until_it_is_ended(visit, say):
    astrid, mats, karl = visit("astrid"), visit("mats"), visit("karl")
    problem = walk.address(astrid, "/par/exempelstaden-norr/problembilder/", "table.problems th a")
    draft = walk.next_version(astrid, say, problem)
    astrid.goto(draft)
    matter = walk.to_decide(astrid)
    walk.send(astrid, say, matter)
    karl.goto(matter)
    assert karl.get_by_role("button", name=POLICE).count() == 0

    mats.goto(walk.address(mats, DEPUTIES, 'a[href$="/ny/"]'))
    mats.select_option(
        "[name=member]", label=mats.locator("[name=member] option", has_text="Karl").inner_text()
    )
    walk.fill(mats, delegation="N-2026-00123")
    walk.save(mats, say, "Utse", "Karl är utsedd till ställföreträdare.")
    astrid.goto(matter)
    assert "Karl, ställföreträdande lokalpolisområdeschef" in astrid.locator("main").inner_text()
    walk.approve(
        karl, say, matter, POLICE, "Ditt godkännande är sparat. Nu väntar texten på den andra parten."
    )
    assert "Karl, ställföreträdande lokalpolisområdeschef" in karl.locator("main").inner_text()

    mats.goto(DEPUTIES)
    walk.save(mats, say, "Avsluta Karl", "Karl är inte längre ställföreträdare.")
    astrid.goto(matter)
    walk.fill(astrid, reason="Vi prövar igen.")
    walk.save(astrid, say, "Begär ändring", "Texten är ett utkast igen. Båda parter ser ditt skäl.")
    walk.send(astrid, say, matter)
    karl.goto(matter)
    assert karl.get_by_role("button", name=POLICE).count() == 0
    astrid.goto(matter)
    walk.fill(astrid, reason="Versionen behövs inte.")
    walk.save(astrid, say, "Begär ändring", "Texten är ett utkast igen. Båda parter ser ditt skäl.")
    walk.withdraw(astrid, say, draft)
    assert astrid.faults + mats.faults + karl.faults == []
