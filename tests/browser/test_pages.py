"""Each page, once in each language: it stands, is accessible, narrow, printable, and asks nobody else for anything.

The English page has no Swedish of the program left.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.browser import hands
from tests.browser import hands_agreements as room
from tests.browser import hands_round as walk
from tests.browser.looks import on_paper, sideways, swedish_left, violations
from tests.browser.pages import NO_PAGE, NORR, PAGES

pytestmark = pytest.mark.browser  # one process, one server: see bin/test

TABLE = Path(__file__).parent.parent / "access" / "expected.toml"
LANGUAGES = ("sv", "en")
SAY = hands.words("sv")
NEXT_VERSIONS = ("purpose", "work", "plan", "promise", "list")
WIDE = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def places(desk, tmp_path_factory) -> Mapping[str, str]:
    """The addresses that the names in braces of `pages.py` stand for."""
    drafts = _drafts(desk("astrid", "sv"))
    agreements = _agreements(desk)
    disagreement = _disagreement(desk("astrid", "sv"))
    yield {"waiting": _waiting(desk, tmp_path_factory.mktemp("file")), **drafts, **agreements, **disagreement}
    desk("astrid", "sv").goto(disagreement["disagreement"])
    walk.save(desk("astrid", "sv"), SAY, "Dra tillbaka oenigheten")
    walk.withdraw(desk("astrid", "sv"), SAY, agreements["agreement"])
    room.end(desk("lena", "sv"), SAY, agreements["ready"], "Vi skriver den inte under.")
    walk.withdraw(desk("astrid", "sv"), SAY, *(drafts[name] for name in NEXT_VERSIONS))


def _waiting(desk, folder: Path) -> str:
    """A file that waits to be looked through."""
    file = folder / "folkmangd-norr.csv"
    file.write_text(
        "ar,omrade,niva,folkmangd\n2023,Norr,stadsområde,60000\n2023,Nora,stadsområde,1\n", "utf-8"
    )
    page = desk("cilla", "sv")
    hands.hand_in(page, SAY, "exempelstaden", file)
    page.wait_for_url("**/granska/")
    return page.url


def _drafts(page) -> dict[str, str]:
    """The draft of a problem, and the next version of a purpose, a work plan, the plan in force, a promise and priorities.

    A cause of the work plan is left without a method, and an action without its goal, so that there is something to do.
    """
    found = {
        name: walk.address(page, f"{NORR}{room}", selector)
        for name, room, selector in (
            ("problem", "problembilder/", "table.problems tr:has(.late) th a"),
            ("purpose", "mal/", "section:last-of-type h2 a"),
            ("work", "metod/", "tbody tr:last-child th a"),
            ("plan", "atgardsplan/", "ul.plans h2 a"),
            ("promise", "overenskommelser/loften/", "article.promise h3 a"),
        )
    }
    found["list"] = _priorities(page)
    number = found["problem"].strip("/").rpartition("/")[2]
    made = {name: walk.next_version(page, SAY, found[name]) for name in NEXT_VERSIONS}
    page.goto(walk.address(page, made["work"], ".chosen .acts a"))
    walk.save(page, SAY, "Ta bort metoden", "Valet är borttaget.")
    page.goto(walk.address(page, made["plan"], 'article .links a[href*="/atgard/"]'))
    walk.fill(page, goal="")
    walk.save(page, SAY, "Spara åtgärden", "Åtgärden är sparad.")
    return {**found, "decided": found["plan"], **made, "unaimed": f"{NORR}mal/nytt/{number}/"}


def _priorities(page) -> str:
    """The priorities that last year's conference chose."""
    held = walk.address(page, "/konferens/exempelstaden/", 'section[aria-labelledby="varit"] a')
    return walk.address(page, held, "#efter a.ds-button")


def _agreements(desk) -> dict[str, str]:
    """A draft of a verksamhetsavtal whose open clauses nobody has written, and one that waits for signatures."""
    astrid, days = desk("astrid", "sv"), {"first": walk.today(), "last": walk.today() + walk.DAY * 365}
    draft, ready = (
        room.begin(astrid, SAY, kind="operational", title=title, **days)
        for title in ("Verksamhetsavtal: sommaren", "Verksamhetsavtal: skolstarten")
    )
    room.write_what_is_lacking(astrid, SAY, ready, "Det här har vi kommit överens om.")
    walk.decide(astrid, desk("bo", "sv"), SAY, ready)
    return {"agreement": draft, "ready": ready}


def _disagreement(page) -> dict[str, str]:
    """What Astrid takes up about the edition on review; Bo has not written his view."""
    page.goto(walk.address(page, f"{NORR}lagesbild/utgavor/", 'a[href$="/besluta/"]'))
    known = page.locator("#oenighet li a").first  # the example's own
    if known.count():
        edition = walk.here(page)
        known.click()
        walk.save(page, SAY, "Dra tillbaka oenigheten")
        page.goto(edition)
    way = page.locator("#oenighet a.ds-button").get_attribute("href")
    page.goto(way)
    walk.fill(page, about="Läget vid bron", view="Vi tycker orange.", answer_by=walk.today() + walk.DAY * 14)
    walk.save(page, SAY, "Skicka till nästa nivå")
    return {"disagreement": walk.here(page), "disagree": way}


def _open(page, way: str, places: Mapping[str, str]):
    """Go to the address, and on by the links when the way names any; return the answer."""
    for name, place in places.items():
        way = way.replace(f"{{{name}}}", place)
    address, _space, selectors = way.partition(" ")
    answer = page.goto(address)
    for selector in filter(None, selectors.split(" | ")):
        answer = page.goto(
            page.locator(selector).first.evaluate("link => link.href")
        )  # "?vy=" is of this page
    return answer


def test_every_page_of_the_table_of_access_is_looked_at():
    """A route that shows a page to somebody stands in `pages.py`, so a new page cannot be forgotten."""
    shown = {name for name, route in tomllib.loads(TABLE.read_text("utf-8")).items() if "200" in route["get"]}
    assert shown - NO_PAGE <= {page.route for page in PAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one", PAGES, ids=str)
def test_the_page_stands_in_both_languages_for_everybody(one, language, desk, places):
    page = desk(one.person, language)
    page.set_viewport_size(WIDE)
    answer = _open(page, one.way, places)
    assert answer.status == 200
    assert page.locator("html").get_attribute("lang") == language
    headings = page.locator("h1").all_inner_texts()
    wrong = [] if len(headings) == 1 and headings[0].strip() else [f"h1: {headings}"]
    wrong += violations(page) if language == "sv" else []  # the same elements in both; only words differ
    wrong += swedish_left(page) if language == "en" else []
    wrong += sideways(page, 360) + sideways(page, 320) + on_paper(page)
    assert wrong + page.faults == []
