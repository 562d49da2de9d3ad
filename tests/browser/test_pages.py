"""Each page, once in each language: it stands, is accessible, narrow, printable, and asks nobody else for anything."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.browser.looks import on_paper, sideways, swedish_left, violations
from tests.browser.pages import NO_PAGE, PAGES

TABLE = Path(__file__).parent.parent / "access" / "expected.toml"
LANGUAGES = ("sv", "en")
WIDE = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def waiting(desk, tmp_path_factory) -> str:
    """The address of a file that waits to be looked through."""
    file = tmp_path_factory.mktemp("file") / "folkmangd-norr.csv"
    file.write_text(
        "ar,omrade,niva,folkmangd\n2023,Norr,stadsområde,60000\n2023,Nora,stadsområde,1\n", "utf-8"
    )
    page = desk("cilla", "sv")
    page.goto("/underlag/las-in/exempelstaden/")
    page.set_input_files('input[type="file"]', file)
    page.locator("main form button").first.click()
    page.wait_for_url("**/granska/")
    return page.url


def _open(page, way: str, waiting: str):
    """Go to the address, and on by the link when the way names one; return the answer."""
    address, _space, selector = way.replace("{waiting}", waiting).partition(" ")
    answer = page.goto(address)
    if selector:
        answer = page.goto(page.locator(selector).first.get_attribute("href"))
    return answer


def test_every_page_of_the_table_of_access_is_looked_at():
    """A route that shows a page to somebody stands in `pages.py`, so a new page cannot be forgotten."""
    shown = {name for name, route in tomllib.loads(TABLE.read_text("utf-8")).items() if "200" in route["get"]}
    assert shown - NO_PAGE <= {page.route for page in PAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one", PAGES, ids=str)
def test_the_page_stands_in_both_languages_for_everybody(one, language, desk, waiting):
    page = desk(one.person, language)
    page.set_viewport_size(WIDE)
    answer = _open(page, one.way, waiting)
    assert answer.status == 200
    assert page.locator("html").get_attribute("lang") == language
    headings = page.locator("h1").all_inner_texts()
    wrong = [] if len(headings) == 1 and headings[0].strip() else [f"h1: {headings}"]
    wrong += violations(page)
    wrong += sideways(page, 360) + sideways(page, 320) + on_paper(page)
    assert wrong + page.faults == []


@pytest.mark.parametrize("one", PAGES, ids=str)
def test_the_english_page_has_no_swedish_of_the_program(one, desk, waiting):
    page = desk(one.person, "en")
    page.set_viewport_size(WIDE)
    _open(page, one.way, waiting)
    assert swedish_left(page) == []
