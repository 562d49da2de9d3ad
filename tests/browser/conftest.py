"""A real browser against a real server: the program started as a newcomer starts it, with the example loaded."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE_MS = 30_000
START_S = 600  # loading the example takes half a minute, and minutes on a busy machine
ARGS = [  # drawn by the processor: a quarter of the cost of an emulated graphics card, and maps work too
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DRIVER = "GL Driver Message"  # the browser's own remark on reading pixels back, nothing of ours


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        return False


@pytest.fixture(scope="session")
def store(tmp_path_factory) -> Path:
    """The folder of the server's store: of SAMSYN_BROWSER_STORE when a server is named that runs already."""
    named = os.environ.get("SAMSYN_BROWSER_STORE")
    return Path(named) if named else tmp_path_factory.mktemp("browser-data")


@contextmanager
def _serving(store: Path, *words: str):
    """Run a command that serves the store, on a free port of loopback; give its address when it answers."""
    port = _free_port()
    env = {k: v for k, v in os.environ.items() if k not in {"SAMSYN_DATABASE", "DJANGO_SETTINGS_MODULE"}}
    env |= {"SAMSYN_DATA": str(store), "SAMSYN_PORT": str(port), "SAMSYN_LOG_LEVEL": "WARNING"}
    told = store / f"server-{port}.log"
    with told.open("wb") as log:
        command = [sys.executable, "-m", *(word.format(port=port) for word in words)]
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_S
    while not _answers(f"{address}/redo/"):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            pytest.fail(told.read_text("utf-8")[-4000:])
        time.sleep(0.2)
    yield address
    process.terminate()
    process.wait(30)


@pytest.fixture(scope="session")
def server(store) -> str:
    """The address of a running Samsyn with the example.

    SAMSYN_BROWSER_SERVER names one that runs already: quicker while one writes a test, never in `make test`.
    """
    if running := os.environ.get("SAMSYN_BROWSER_SERVER"):
        yield running
        return
    with _serving(store, "samsyn", "run") as address:
        yield address


@pytest.fixture
def tomorrow(server, store) -> str:
    """The address of the same store as it is the day after."""
    command = (
        "gunicorn",
        "tests.browser.tomorrow:application",
        "--bind",
        "127.0.0.1:{port}",
        "--no-control-socket",
    )
    with _serving(store, *command) as address:
        yield address


@pytest.fixture(scope="module")
def browser(chromium_path):
    """One Chromium for each module: its driver is an event loop, and must be gone before the next test meets Django."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGS)
        yield browser
        browser.close()


def _context(browser, server, *, language: str = "sv", width: int = 1440, script: bool = True):
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=script,
        base_url=server,
        locale=language,
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": "samsyn-sprak", "value": language, "url": server}])
    return context


def _page(context, server, person: str):
    """A page signed in as one of the cast; what goes wrong in it gathers in `page.faults`."""
    page = context.new_page()
    page.faults = []
    page.on(
        "console",
        lambda m: (
            page.faults.append(m.text) if m.type in {"error", "warning"} and DRIVER not in m.text else None
        ),
    )
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on(
        "request",
        lambda r: None if r.url.startswith((server, "data:", "blob:")) else page.faults.append(r.url),
    )
    if person:
        page.goto("/medarbetare/valj/")
        page.locator(f'button[value="{person}"]').click()
    return page


@pytest.fixture
def visit(browser, server):
    """`visit(person, language=, width=, script=)` opens a page signed in as one of the cast; "" is a stranger.

    The page collects console errors and requests to other hosts in `page.faults`.
    """
    contexts = []

    def open_page(person: str = "", **how):
        contexts.append(_context(browser, server, **how))
        return _page(contexts[-1], server, person)

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def desk(browser, server):
    """`desk(person, language)` is that person's page, the same for all tests of a module: quick, and only for reading."""
    pages = {}

    def sit(person: str = "", language: str = "sv"):
        if (person, language) not in pages:
            pages[person, language] = _page(_context(browser, server, language=language), server, person)
        page = pages[person, language]
        page.faults.clear()
        return page

    yield sit
    for page in pages.values():
        page.context.close()
