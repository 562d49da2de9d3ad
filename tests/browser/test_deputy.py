"""A deputy in a browser: Mats names Karl for today, and Karl approves in his place: not the day after, nor when Mats has ended it."""

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


def test_a_deputy_approves_in_the_place_of_the_chief_on_his_day_until_it_is_ended(visit, say, tomorrow):
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
    walk.fill(mats, delegation="N-2026-00123", last_day=walk.today())
    walk.save(mats, say, "Utse", "Karl är utsedd till ställföreträdare.")
    astrid.goto(matter)
    assert "Karl, ställföreträdande lokalpolisområdeschef" in astrid.locator("main").inner_text()
    _refused_the_day_after(karl, matter, tomorrow)
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


def _refused_the_day_after(karl, matter: str, tomorrow: str) -> None:
    """The button of today's page does not stand on tomorrow's, and what it sends is refused then."""
    karl.goto(matter)
    button = karl.get_by_role("button", name=POLICE)
    sent = button.evaluate("b => [b.form.getAttribute('action'), Object.fromEntries(new FormData(b.form))]")
    where, said = sent[0] or matter, sent[1]
    karl.goto(tomorrow + matter)
    assert karl.locator("h1").count() == 1
    assert karl.get_by_role("button", name=POLICE).count() == 0
    said["csrfmiddlewaretoken"] = karl.locator("[name=csrfmiddlewaretoken]").first.input_value()
    answer = karl.request.post(tomorrow + where, form=said, headers={"Referer": tomorrow + matter})
    assert (answer.status, "Du får inte göra det här" in answer.text()) == (403, True)
    assert [fault for fault in karl.faults if not fault.startswith(tomorrow)] == []
    karl.faults.clear()
