"""A passkey in a browser, with the browser's own virtual key: set up, signed out, signed in with it and no password.

A new member does it, for those of the example have no passwords. Browsers have passkeys for names only, so the address is localhost.
"""

from __future__ import annotations

import time

import pytest

pytestmark = pytest.mark.browser  # one process, one server: see bin/test

PASSWORD = "sju svarta svanar sov länge"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def fill(page, **fields):
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_a_passkey_is_set_up_and_then_signs_in_alone(visit, server):
    cilla, email = visit("cilla"), f"petra{time.time_ns()}@exempelstaden.example"
    cilla.goto("/medarbetare/exempelstaden/ny/")
    fill(cilla, name="Petra", email=email)
    cilla.locator("main form button.ds-button").click()
    once = cilla.locator(".once").inner_text()
    members = cilla.get_by_role("link", name="Fortsätt till roller").get_attribute("href")

    page = visit("")
    page.goto(f"{server.replace('127.0.0.1', 'localhost')}/konto/logga-in/")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    fill(page, login=email, password=once)
    press(page, "Logga in")
    fill(page, oldpassword=once, password1=PASSWORD, password2=PASSWORD)
    press(page, "Byt lösenord")
    page.get_by_text("Lösenordet är bytt.").wait_for()
    page.goto(page.url.replace("/installningar/", "/konto/tva-steg/nyckel/"))
    fill(page, password=PASSWORD)
    press(page, "Fortsätt")
    fill(page, name="Petras telefon")
    press(page, "Lägg till")
    page.get_by_role("heading", name="Dina reservkoder").wait_for()
    assert len(devtools.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1

    # what the field page keeps: a count that is not sent stays for the one who made it, all else goes at sign-out
    page.evaluate("['-nekade', ''].forEach(end => localStorage.setItem('samsyn-rakna-7' + end, '[{}]'))")
    page.locator("header .me").get_by_role("button", name="Logga ut").click()
    page.get_by_text("En räkning väntar i den här webbläsaren.").wait_for()
    assert page.evaluate("Object.keys(localStorage)") == ["samsyn-rakna-7"]
    press(page, "Logga in med en lösennyckel")
    page.get_by_role("link", name="Petra").first.wait_for()
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/konto/tva-steg/")
    assert "Petras telefon" in page.locator("main").inner_text()

    page.locator("header .me").get_by_role(
        "button", name="Logga ut"
    ).click()  # and as the step after the password
    fill(page, login=email, password=PASSWORD)
    press(page, "Logga in")
    press(page, "Använd lösennyckeln")
    page.get_by_role("link", name="Petra").first.wait_for()
    assert not [fault for fault in page.faults if "localhost" not in fault]

    cilla.goto(members)
    press(cilla, "Stäng inloggningen")
