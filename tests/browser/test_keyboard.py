"""The whole keyboard: every control is reached by Tab in the order of the page, is seen when it has focus, and lets go."""

from __future__ import annotations

import pytest

from tests.browser import hands
from tests.browser import hands_round as walk

pytestmark = pytest.mark.browser  # one process, one server: see bin/test

NORR = "/par/exempelstaden-norr/"
PAGES = {
    "start": ("cilla", "/"),
    "pair": ("astrid", NORR),
    "situation": ("astrid", f"{NORR}lagesbild/"),
    "upload": ("cilla", "/underlag/las-in/exempelstaden/"),
    "review": ("cilla", "review"),
    "decide": ("astrid", "decide"),
    "problem": ("astrid", f"{NORR}problembilder/ table.problems tr:last-child th a"),
    "goal": ("astrid", "goal"),
    "plan": ("astrid", f"{NORR}atgardsplan/ ul.plans h2 a"),
    "count": ("hanna", "/falt/ ul.mine a"),
    "followup": ("cilla", f"{NORR}uppfoljning/ section.todo a"),
    "thread": ("astrid", f"{NORR}roda-traden/"),
    "agreement": ("astrid", f"{NORR}overenskommelser/ table th a"),
    "conference": ("astrid", "/konferens/exempelstaden/ article.conf a"),
    "year": ("astrid", f"{NORR}arshjul/"),
}
EXTRA = 60  # scrolling boxes and the parts of a date field are stops too
# Number every control that the keyboard should reach: of a group of radio buttons, the chosen or the first.
NUMBER = """() => {
  const kinds = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const seen = [...document.querySelectorAll(kinds)].filter(e => !e.disabled && e.tabIndex >= 0
    && e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}) && e.getClientRects().length);
  const stops = seen.filter(e => e.type !== 'radio' || !e.name || e === (seen.find(o => o.name === e.name && o.form === e.form && o.checked)
    || seen.find(o => o.name === e.name && o.form === e.form)));
  window.stops = stops;
  return stops.length;
}"""
WHERE = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return {at: -2};
  const look = getComputedStyle(e);
  // in a drawing the ring is drawn: as a circle of its own, or as the edge of a sector or a box, much thicker than else
  const circle = e.closest('svg') && e.querySelector('.ring'), edge = e.closest('svg') && e.querySelector('path, rect');
  const ring = circle ? getComputedStyle(circle).stroke !== 'none' && parseFloat(getComputedStyle(circle).strokeWidth) >= 3
    : edge ? parseFloat(getComputedStyle(edge).strokeWidth) >= 5 : parseFloat(look.outlineWidth) > 0 && look.outlineStyle !== 'none';
  return {at: window.stops.indexOf(e), ring, name: e.outerHTML.slice(0, 140)};
}"""


@pytest.fixture
def waiting(visit, tmp_path) -> str:
    """The address of a file that waits to be looked through."""
    file = tmp_path / "folkmangd-tangentbord.csv"
    file.write_text(
        "ar,omrade,niva,folkmangd\n1991,Norr,stadsområde,51000\n1991,Nora,stadsområde,2\n", "utf-8"
    )
    page = visit("cilla")
    hands.hand_in(page, hands.words("sv"), "exempelstaden", file)
    if "/granska/" not in page.url:  # handed in before: look at that one
        page.get_by_role("link", name="Öppna den tidigare inläsningen").click()
        page.wait_for_load_state()
        page.goto(f"{page.url}granska/")
    return page.url


@pytest.fixture
def goal(visit) -> str:
    """The address of the form of a new goal, in a version of a purpose that is withdrawn afterwards."""
    page, say = visit("astrid"), hands.words("sv")
    version = walk.next_version(page, say, walk.address(page, f"{NORR}mal/", "section h2 a"))
    yield f"{version}nytt-mal/"
    walk.withdraw(page, say, version)


def _goto(page, address: str, request) -> None:
    address, _space, selector = address.partition(" ")
    if selector:
        address = walk.address(page, address, selector)
    elif address in {"review", "goal"}:
        address = request.getfixturevalue({"review": "waiting"}.get(address, address))
    elif address == "decide":
        page.goto(f"{NORR}lagesbild/utgavor/")
        address = page.locator('main a[href$="/besluta/"]').first.get_attribute("href")
    page.goto(address)
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_every_control_in_order_with_a_ring_and_leaves_the_page(name, visit, request):
    person, address = PAGES[name]
    page = visit(person)
    _goto(page, address, request)
    count = page.evaluate(NUMBER)
    assert count > 8
    order, wrong = [], []
    for _press in range(count + EXTRA):
        page.keyboard.press("Tab")
        here = page.evaluate(WHERE)
        if here["at"] == -2:
            break
        if not here["ring"]:
            wrong.append(f"no ring: {here['name']}")
        if here["at"] >= 0 and order[-1:] != [here["at"]]:
            order.append(here["at"])
    else:
        wrong.append(f"Tab never leaves the page, it stands at {here}")
    missed = sorted(set(range(count)) - set(order))
    names = page.evaluate("numbers => numbers.map(n => window.stops[n].outerHTML.slice(0, 140))", missed[:5])
    assert wrong[:5] == []
    assert names == []
    assert order == sorted(order)


@pytest.mark.parametrize("name", ["start", "situation", "decide"])
def test_the_first_stop_leads_past_the_menu(name, visit, request):
    person, address = PAGES[name]
    page = visit(person)
    _goto(page, address, request)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator("a.skip").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('innehall').contains(document.activeElement)")


def test_the_menu_of_a_narrow_screen_opens_and_closes_by_enter(visit):
    page = visit("astrid", width=360)
    page.goto(NORR)
    summary = page.locator("header details > summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("header details").get_attribute("open") is not None
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('header details nav')")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("header details").get_attribute("open") is None


def test_every_fold_of_the_picture_opens_by_enter(visit):
    page = visit("astrid")
    page.goto(f"{NORR}lagesbild/")
    folds = page.locator("main details > summary")
    assert folds.count() > 2
    for summary in folds.all():
        if not summary.is_visible():
            continue
        summary.focus()
        before = summary.evaluate("e => e.parentElement.open")
        page.keyboard.press("Enter")
        assert summary.evaluate("e => e.parentElement.open") is not before
