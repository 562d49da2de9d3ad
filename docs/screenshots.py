"""Take the pictures of the documents anew: `make screenshots`. Starts the program with the example in an empty folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.chromium import chromium

PICTURES = Path(__file__).resolve().parent / "handbok" / "bilder"
_NEXT = (date.today() + timedelta(days=14)).year  # of the example's next conference
# file, person, address, width, height (0 = the whole page), language
SHOTS = [
    ("start", "", "/", 1280, 900, "sv"),
    ("paret", "astrid", "/par/exempelstaden-norr/", 1280, 1100, "sv"),
    ("lagesbild", "astrid", "/par/exempelstaden-norr/lagesbild/", 1280, 1500, "sv"),
    ("utgava", "lena", "/par/exempelstaden-norr/lagesbild/utgavor/3/besluta/", 1280, 1000, "sv"),
    ("problembild", "astrid", "/par/exempelstaden-norr/problembilder/1/", 1280, 1300, "sv"),
    ("mal", "astrid", "/par/exempelstaden-norr/mal/", 1280, 1000, "sv"),
    ("metod", "astrid", "/par/exempelstaden-norr/metod/1/", 1280, 1400, "sv"),
    ("atgardsplan", "bo", "/par/exempelstaden-norr/atgardsplan/2/", 1280, 1300, "sv"),
    ("falt", "hanna", "/falt/", 360, 780, "sv"),
    ("uppfoljning", "cilla", "/par/exempelstaden-norr/uppfoljning/1/", 1280, 1500, "sv"),
    ("medborgarloften", "astrid", "/par/exempelstaden-norr/overenskommelser/loften/2/", 1280, 1100, "sv"),
    ("konferens", "astrid", f"/konferens/exempelstaden/{_NEXT}/", 1280, 1100, "sv"),
    ("arshjul", "astrid", "/par/exempelstaden-norr/arshjul/", 1280, 1400, "sv"),
    ("moten", "astrid", "/par/exempelstaden-norr/moten/", 1280, 1000, "sv"),
    ("rundtur", "astrid", "/rundtur/1/", 1280, 900, "sv"),
    ("roda-traden", "astrid", "/par/exempelstaden-norr/roda-traden/", 1280, 1600, "sv"),
    ("overenskommelser", "astrid", "/overenskommelser/exempelstaden/", 1280, 1300, "sv"),
    ("fragor", "astrid", "/par/exempelstaden-norr/fragor/", 1280, 1000, "sv"),
    ("underlag", "cilla", "/underlag/", 1280, 1000, "sv"),
    ("lagesbild-mobil", "hanna", "/par/exempelstaden-norr/lagesbild/", 360, 780, "sv"),
]


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(1200):
        if process.poll() is not None:
            raise RuntimeError("the program stopped before it answered")
        try:
            urllib.request.urlopen(f"{address}/redo/", timeout=5)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the program did not answer")


def take(browser: Browser, address: str) -> None:
    """Take every picture from a running program."""
    for name, person, path, width, height, language in SHOTS:
        context = browser.new_context(
            viewport={"width": width, "height": height or 900}, base_url=address, locale=language
        )
        context.add_cookies([{"name": "samsyn-sprak", "value": language, "url": address}])
        page = context.new_page()
        if person:
            page.goto("/medarbetare/valj/")
            page.locator(f'button[value="{person}"]').click()
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURES / f"{name}.png", full_page=height == 0)
        context.close()
        print(f"{name}.png")


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="samsyn-pictures-") as folder:
        env = {**os.environ, "SAMSYN_DATA": folder, "SAMSYN_PORT": str(port), "SAMSYN_LOG_LEVEL": "ERROR"}
        process = subprocess.Popen(
            [sys.executable, "-m", "samsyn", "run"], env=env, stdout=subprocess.DEVNULL
        )
        try:
            _wait(address, process)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium(),
                    args=["--no-sandbox"],
                )
                take(browser, address)
                browser.close()
        finally:
            process.terminate()
            process.wait(30)


if __name__ == "__main__":
    main()
