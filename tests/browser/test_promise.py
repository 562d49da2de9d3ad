"""A medborgarlöfte, from an activity of the action plan to what was done, in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.browser import hands
from tests.browser import hands_round as walk

pytestmark = pytest.mark.browser  # one process, one server: see bin/test

PROMISES = "/par/exempelstaden-norr/overenskommelser/loften/"
EVENINGS = "Kvällar med fältassistenter vid hållplatsen"  # of the example's plan under way
DAYS = "Städdagar på gården"
NARROW = {"width": 360, "height": 800}


@pytest.fixture(params=["sv", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture
def say(language):
    return hands.words(language)


def test_a_promise_goes_from_activities_to_what_was_done(visit, language, say):
    astrid, bo, hanna = (visit(name, language=language) for name in ("astrid", "bo", "hanna"))
    promise = start(astrid, say, language)
    take_from_the_plan(astrid, say, promise)
    add_by_hand(astrid, say, promise)
    walk.decide(astrid, bo, say, promise)
    astrid.goto(promise)
    proposed = "Du har föreslagit att löftet publiceras. Nu väntar det på någon annan."
    walk.save(astrid, say, "Föreslå att löftet publiceras", proposed)
    assert not astrid.get_by_role("button", name=say("Publicera löftet"), exact=True).count()
    bo.goto(promise)
    walk.save(bo, say, "Publicera löftet", "Löftet är publicerat.")

    before = done(hanna, promise, EVENINGS)
    hanna.set_viewport_size(NARROW)
    walk.count_in_three_taps(hanna, say, EVENINGS)
    assert done(hanna, promise, EVENINGS) == before + 1
    assert say("pågår").capitalize() in row(hanna, EVENINGS).inner_text()

    assert say("inget antal redovisat") in row(hanna, DAYS).inner_text()
    row(hanna, DAYS).get_by_role("link", name=say("Redovisa")).click()
    walk.fill(hanna, number=2, text=f"Två städdagar i maj ({language}).")
    walk.save(hanna, say, "Redovisa", "Det som blev gjort är redovisat.")
    assert say("hållet").capitalize() in row(hanna, DAYS).inner_text()
    hanna.goto(PROMISES)
    shown = hanna.locator("article.promise", has=hanna.locator(f'a[href="{promise}"]')).inner_text()
    assert say("Hållna hittills: %(kept)s av %(count)s åtaganden med antal.", kept=1, count=2) in shown


def start(page, say, language: str) -> str:
    """A promise from today, a year long; return its page."""
    page.goto(f"{PROMISES}nytt/")
    first = walk.today()
    said = {"title": f"Löfte om kvällarna ({language})", "text": "Vuxna är ute på kvällarna."}
    walk.fill(page, **said, valid_from=first, last_day=first + timedelta(days=364))
    walk.save(page, say, "Spara löftet", "Löftet är påbörjat. Lägg till det första åtagandet.")
    return walk.here(page)


def take_from_the_plan(page, say, promise: str) -> None:
    """A commitment whose words come from the plan; it promises more than anyone does in a year."""
    page.goto(f"{promise}atagande/nytt/")
    page.locator("aside").get_by_role("link", name=EVENINGS).click()
    walk.fill(page, number=1000)
    walk.save(page, say, "Spara åtagandet", "Åtagandet är sparat.")


def add_by_hand(page, say, promise: str) -> None:
    page.goto(f"{promise}atagande/nytt/")
    walk.fill(page, what=DAYS, number=2, unit="dagar")
    walk.save(page, say, "Spara åtagandet", "Åtagandet är sparat.")


def row(page, what: str):
    return page.locator("table.promised tbody tr", has_text=what)


def done(page, promise: str, what: str) -> int:
    """How many are done of the commitment; nought when no number is reported."""
    page.goto(promise)
    number = row(page, what).locator(".did strong")
    return hands.number_in(number.inner_text()) if number.count() else 0
