"""The page of parts in a real browser: nothing blocked, nothing wrong, nothing too wide, nothing out of reach."""

import pytest

pytestmark = pytest.mark.browser  # one process, one server: see bin/test


@pytest.fixture
def visit(browser, server):
    """`visit(width, ...)` opens /komponenter/ and hears everything the browser complains of."""
    opened = []

    def open_page(width, **more):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="sv-SE", **more)
        opened.append(context)
        page = context.new_page()
        page.complaints = []
        page.on(
            "console",
            lambda said: (
                said.type in {"error", "warning"}
                and "GL Driver Message"
                not in said.text  # the browser on reading pixels back, nothing of ours
                and page.complaints.append(said.text)
            ),
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "request", lambda asked: _is_elsewhere(asked.url, server) and page.complaints.append(asked.url)
        )
        page.goto(f"{server}/komponenter/")
        return page

    yield open_page
    for context in opened:
        context.close()


def _is_elsewhere(url, address):
    return not url.startswith((address, "data:", "blob:"))


def _open_everything(page):
    """The first chart live, and the map."""
    button = page.locator("[data-explore]").first
    button.click()
    page.wait_for_selector(".live svg")
    page.locator(".pointmap").scroll_into_view_if_needed()
    page.wait_for_selector(".pointmap[data-state]", timeout=60_000)


@pytest.mark.parametrize("width", [1440, 360, 320])
def test_the_browser_has_nothing_to_complain_of(visit, width):
    from axe_playwright_python.sync_playwright import Axe

    page = visit(width)
    _open_everything(page)
    assert page.get_attribute(".pointmap", "data-state") == "idle"
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []


def test_arrow_keys_walk_among_the_figures_and_escape_leads_back(visit):
    page = visit(1440)
    button = page.locator("[data-explore]").first
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".live:focus")
    page.keyboard.press("End")
    said = page.locator("[data-reading] output").first
    assert said.text_content().startswith(
        "Period: 2026 kv 2 · Anmälda brott: 2\u00a0206 · Väntat: 2\u00a0306"
    )
    assert page.locator(".ring").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".live").count() == 0
    assert button.evaluate("button => button === document.activeElement")
    assert page.complaints == []


def test_without_script_the_page_says_everything(visit):
    page = visit(1440, java_script_enabled=False)
    assert page.locator("figure.chart svg:visible").count() == 8
    assert not page.locator("[data-explore]").first.is_visible()
    page.locator("figure.chart summary").first.click()
    assert page.get_by_text("2018 kv 1").first.is_visible()
    assert "Samma uppgifter står i en tabell." in page.locator(".pointmap").inner_text()


def test_enter_on_the_map_says_what_lies_nearest(visit):
    page = visit(1440)
    page.locator(".pointmap").scroll_into_view_if_needed()
    page.wait_for_selector(".pointmap[data-state=idle]", timeout=60_000)
    page.locator(".pointmap canvas").focus()
    page.keyboard.press("Enter")
    assert "händelser här" in page.locator(".map-said").inner_text()


def test_a_bare_machine_without_webgl_is_led_to_the_table(browser, server):
    context = browser.new_context(locale="sv-SE")
    context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page = context.new_page()
    page.goto(f"{server}/komponenter/")
    text = page.locator(".pointmap").inner_text()
    context.close()
    assert "Kartan kan inte visas i den här webbläsaren." in text
