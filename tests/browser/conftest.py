"""A real browser against a real server: the program started as a newcomer starts it, with the example loaded."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

ARGS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
]  # fmt: skip


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = shutil.which(os.environ.get("SAMSYN_CHROMIUM", "chromium"))
    if found is None:
        message = "no Chromium on this machine: set SAMSYN_CHROMIUM to its path"
        if os.environ.get("SAMSYN_STRICT") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> str:
    """The address of a running Samsyn with the example, on a free port of loopback."""
    port = _free_port()
    data = tmp_path_factory.mktemp("browser-data")
    env = {k: v for k, v in os.environ.items() if k not in {"SAMSYN_DATABASE", "DJANGO_SETTINGS_MODULE"}}
    env |= {"SAMSYN_DATA": str(data), "SAMSYN_PORT": str(port), "SAMSYN_LOG_LEVEL": "WARNING"}
    log = (data / "server.log").open("wb")
    process = subprocess.Popen([sys.executable, "-m", "samsyn", "run"], env=env, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    for _attempt in range(1200):
        if process.poll() is not None:
            pytest.fail((data / "server.log").read_text("utf-8")[-4000:])
        try:
            urllib.request.urlopen(f"{address}/redo/", timeout=5)
            break
        except OSError:
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(30)


@pytest.fixture(scope="session")
def browser(chromium_path):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, server):
    """`visit(person, language=, width=, script=)` opens a page signed in as one of the cast; "" is a stranger.

    The page collects console errors and requests to other hosts in `page.faults`.
    """
    contexts = []

    def open_page(person: str = "", *, language: str = "sv", width: int = 1440, script: bool = True):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            base_url=server,
            locale=language,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        context.add_cookies([{"name": "samsyn-sprak", "value": language, "url": server}])
        page = context.new_page()
        page.faults = []
        page.on("console", lambda m: page.faults.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on(
            "request",
            lambda r: None if r.url.startswith((server, "data:", "blob:")) else page.faults.append(r.url),
        )
        if person:
            page.goto("/medarbetare/valj/")
            page.locator(f'button[value="{person}"]').click()
        return page

    yield open_page
    for context in contexts:
        context.close()
