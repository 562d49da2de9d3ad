"""Astrid asks a club without an account; somebody there answers on a phone, without a session; Bo reads the answer."""

from __future__ import annotations

import re

import pytest

from tests.browser import hands

pytestmark = pytest.mark.browser  # one process, one server: see bin/test

NORR = "exempelstaden-norr"


def test_a_question_is_asked_answered_on_a_phone_and_read(visit):
    astrid, bo, stranger = visit("astrid"), visit("bo"), visit("", width=360)
    astrid.goto(f"/par/{NORR}/fragor/ny/")
    astrid.fill("[name=organisation]", "Åns båtklubb")
    astrid.fill("[name=text]", "Hur många kvällar var ni ute?")
    astrid.fill("[name=why]", "Vi följer upp kvällarna.")
    astrid.fill("[name=last_day]", astrid.evaluate("new Date(Date.now() + 9e8).toISOString().slice(0, 10)"))
    hands.press(astrid, "Skapa länken")
    address = astrid.locator("#adress").inner_text()
    assert astrid.locator(".p-code svg").count() == 1

    stranger.goto(address)
    assert "Vi följer upp kvällarna." in stranger.content() and "Logga in" not in stranger.content()
    assert stranger.evaluate("document.documentElement.scrollWidth") <= 360
    stranger.fill("[name=answer]", "14")
    stranger.get_by_role("button", name="Skicka svaret").click()
    stranger.get_by_role("heading", name="Tack för svaret").wait_for()
    assert "14" in stranger.locator("main").inner_text()
    assert stranger.goto(address).status == 404

    bo.goto(f"/par/{NORR}/fragor/")
    assert re.search(r"Besvarad:\s*14", bo.locator("li", has_text="Åns båtklubb").inner_text())
    assert not astrid.faults and not bo.faults
