"""Agreements in a browser: a local one from the template to in force, in the matrix, and replaced by its successor on the day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.browser import hands
from tests.browser import hands_agreements as room
from tests.browser import hands_round as walk

pytestmark = pytest.mark.browser  # one process, one server: see bin/test

TODAY = walk.today()
YEAR = timedelta(days=365)
SIGN = {"lena": "Skriv under för staden", "mats": "Skriv under för polisen"}
BRIDGE = (
    "Våldsamt och otryggt vid Gamla bron på helgnätter"  # a problem of the example that no clause points at
)


@pytest.fixture(params=["sv", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture
def say(language):
    return hands.words(language)


def test_a_local_agreement_goes_from_the_template_to_in_force_and_to_its_successor(visit, language, say):
    astrid, lena, mats = (visit(person, language=language) for person in ("astrid", "lena", "mats"))
    make_room(astrid, lena, say)
    assert say("saknas").capitalize() in room.cell(astrid, "Norr")

    title = f"Överenskommelse för Norr ({language})"
    agreement = room.begin(astrid, say, first=TODAY, last=TODAY + YEAR, title=title)
    room.write_what_is_lacking(astrid, say, agreement, "Det här har vi kommit överens om.")
    decided_and_signed(astrid, lena, mats, say, agreement)
    assert room.stage(astrid, agreement) == say("Gällande")
    assert say("gäller").capitalize() in room.cell(astrid, "Norr")

    successor = room.follow(astrid, say, agreement)
    astrid.get_by_role("heading", name=say("Skillnader mot den som ersätts")).wait_for()
    assert say("Efterträdaren skrivs") in room.cell(astrid, "Norr")
    day = TODAY + timedelta(days=1)
    room.set_period(astrid, say, successor, day, day + YEAR)
    decided_and_signed(astrid, lena, mats, say, successor)
    assert room.stage(astrid, successor) == say("Undertecknad")
    assert say("Efterträdaren är undertecknad") in room.cell(astrid, "Norr")
    assert astrid.faults + lena.faults + mats.faults == []


def make_room(astrid, lena, say) -> None:
    """End what holds in Norr and withdraw what is being written, so that there is nothing."""
    astrid.goto(room.PAIR)
    rows = astrid.locator("section[aria-labelledby=nu] tbody tr")
    local = [
        row.locator("th a").get_attribute("href")
        for row in rows.all()
        if row.locator("th .iv").inner_text().startswith(say("lokal överenskommelse").capitalize())
    ]
    for address in local:
        astrid.goto(address)
        if astrid.locator("ul.checks").count():
            walk.withdraw(astrid, say, address)
        else:
            room.end(lena, say, address, "Vi skriver en ny.")


def decided_and_signed(astrid, lena, mats, say, agreement: str) -> None:
    """Astrid sends the text and approves it for the city, Mats for the police; then Lena and Mats sign."""
    walk.decide(astrid, mats, say, agreement)
    for person, page in (("lena", lena), ("mats", mats)):
        room.sign(page, say, agreement, SIGN[person])


def test_a_verksamhetsavtal_begins_from_a_problem_that_no_clause_points_at(visit, language, say):
    astrid = visit("astrid", language=language)
    astrid.goto(room.PAIR)
    way = astrid.locator("section.uncovered li", has_text=BRIDGE).locator("a.ds-button")
    astrid.goto(way.get_attribute("href"))
    walk.fill(astrid, valid_from=TODAY, last_day=TODAY + YEAR)
    walk.save(astrid, say, "Börja på utkastet")
    made = walk.here(astrid)
    assert BRIDGE in astrid.locator("article.clause .points").all_inner_texts()[2]
    room.write_what_is_lacking(astrid, say, made, "Det här har vi kommit överens om.")
    astrid.get_by_text(say("Checklistan är klar")).wait_for()
    walk.withdraw(astrid, say, made)
    assert astrid.faults == []
