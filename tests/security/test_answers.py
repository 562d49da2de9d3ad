"""What every answer carries, and what no header of a request can change."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.security.intruder import FORGED, signed_in

pytestmark = pytest.mark.one_database
SETTINGS = Path(__file__).parents[2] / "samsyn" / "config" / "settings.py"
EVIL = "https://evil.example/"


def test_static_files_carry_the_policy_too(client, db):
    answer = client.get("/static/ui/icon.svg")
    assert answer.status_code == 200 and answer["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_error_says_nothing_of_the_inside(cast, monkeypatch):
    monkeypatch.setattr("samsyn.home.views.texts.words.search", lambda _sought: 1 / 0)
    answer = signed_in(cast["astrid"]).get(reverse("home:glossary"))
    text = answer.content.decode()
    assert answer.status_code == 500
    for inside in ("Traceback", "ZeroDivision", "samsyn/", "SECRET", "Django", "astrid@"):
        assert inside not in text


@pytest.mark.parametrize("verb", ["put", "patch", "delete", "trace", "options"])
def test_only_three_verbs_are_answered(client, db, verb):
    for address in (reverse("home:start"), reverse("account_login"), reverse("home:health")):
        answer = getattr(client, verb)(address)
        assert answer.status_code == 405 and answer["Allow"] == "GET, HEAD, POST"


def test_a_request_for_another_host_is_refused(client, db):
    for host in ("evil.example", "testserver.evil.example", "testserver@evil.example"):
        assert client.get("/", headers={"host": host}).status_code == 400
    answer = client.get(reverse("account_login"), headers={"x-forwarded-host": "evil.example"})
    assert answer.status_code == 200 and b"evil.example" not in answer.content


def test_a_form_from_elsewhere_is_refused_whatever_its_headers(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["cilla"])
    address = reverse("people:add_member", kwargs={"city": "exempelstaden"})
    for headers in ({}, FORGED, {"origin": "https://evil.example"}, {"x-csrftoken": "x" * 64}):
        assert client.post(address, {"name": "Eva"}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "next_page", [EVIL, "//evil.example/", r"\\evil.example", "javascript:alert(1)", "https:evil.example"]
)
def test_nobody_is_sent_to_another_site(client, cast, next_page, settings):
    client.post("/sprak/", {"language": "en", "next": next_page}, headers={"referer": EVIL})
    for answer in (
        client.post("/sprak/", {"language": "sv", "next": next_page}, headers={"referer": EVIL}),
        client.post("/medarbetare/valj/", {"person": "astrid", "next": next_page}),
        client.get(reverse("account_login"), {"next": next_page}),
        client.post("/konto/logga-ut/", {"next": next_page}),
    ):
        where = answer.headers.get("Location", "/")
        assert where.startswith("/") and not where.startswith(("//", "/\\")), where


def test_after_sign_in_nobody_is_sent_to_another_site(client, cast):
    from samsyn.people.models import Member

    password = "en lång mening 7"
    Member.objects.create_user(
        "rut@exempelstaden.example", password, name="Rut", organisation=cast["gun"].organisation
    )
    answer = client.post(
        f"/konto/logga-in/?next={EVIL}",
        {"login": "rut@exempelstaden.example", "password": password, "next": EVIL},
    )
    assert answer.status_code == 302 and answer["Location"] == "/"
    session = answer.cookies["sessionid"]
    assert session["httponly"] and session["samesite"] == "Lax" and session["path"] == "/"
    assert not session["domain"]


def settings_with(monkeypatch, tmp_path, **said):
    """The settings as they are with these environment variables."""
    for name, value in {"DATA": str(tmp_path), **said}.items():
        monkeypatch.setenv(f"SAMSYN_{name}", value)
    monkeypatch.setattr("samsyn.config.logs.logging_settings", lambda level: {})
    return runpy.run_path(str(SETTINGS))


@pytest.mark.parametrize(
    "host, proxy, secure",
    [("127.0.0.1", "0", False), ("127.0.0.1", "1", True), ("10.0.0.5", "0", True), ("0.0.0.0", "1", True)],
)
def test_cookies_are_secure_wherever_others_can_reach(monkeypatch, tmp_path, host, proxy, secure):
    """Behind a proxy on the same machine too: the server is on loopback then, the browser is not."""
    found = settings_with(monkeypatch, tmp_path, HOST=host, BEHIND_PROXY=proxy)
    for cookie in ("SESSION", "CSRF", "LANGUAGE"):
        assert found[f"{cookie}_COOKIE_SECURE"] is secure
        assert found[f"{cookie}_COOKIE_NAME"].startswith("__Host-") is secure
        assert found[f"{cookie}_COOKIE_SAMESITE"] == "Lax" and found[f"{cookie}_COOKIE_HTTPONLY"] is True
    assert (found["SECURE_HSTS_SECONDS"] >= 31_536_000) is secure
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is secure
    assert found["DEBUG"] is False and found["X_FRAME_OPTIONS"] == "DENY"


def test_the_secret_key_is_made_once_long_and_for_the_server_alone(monkeypatch, tmp_path):
    monkeypatch.delenv("SAMSYN_SECRET_KEY", raising=False)
    first, second = (settings_with(monkeypatch, tmp_path)["SECRET_KEY"] for _each in range(2))
    assert first == second and len(first) >= 64
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_the_way_to_the_database_can_be_encrypted_and_verified(monkeypatch, tmp_path):
    address = "postgresql://u:p%40ss@db.example/samsyn?sslmode=verify-full&sslrootcert=/etc/ca.pem"
    found = settings_with(monkeypatch, tmp_path, DATABASE=address)["DATABASES"]["default"]
    ways = {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}
    assert found["OPTIONS"] == {**ways, "prepare_threshold": 0}
    assert (found["NAME"], found["PASSWORD"]) == ("samsyn", "p@ss")


def test_what_is_said_after_a_form_travels_in_the_session_and_in_no_cookie(cast, norr):
    client = signed_in(cast["cilla"])
    answer = client.post("/installningar/", {"name": "Cilla", "title": "analytiker"})
    assert answer.status_code == 302 and set(client.cookies) <= {"sessionid", "csrftoken", "samsyn-sprak"}
    assert b"Dina uppgifter" in client.get("/installningar/").content


def test_a_long_password_counts_to_its_last_letter_and_blank(client, cast):
    from samsyn.people.models import Member

    password = "  åtta språk och en katt, " * 4  # a hundred letters, with blanks at both ends
    Member.objects.create_user(
        "rut@exempelstaden.example", password, name="Rut", organisation=cast["gun"].organisation
    )
    for said, status in ((password.strip(), 422), (password[:72], 422), (password, 302)):
        answer = client.post("/konto/logga-in/", {"login": "rut@exempelstaden.example", "password": said})
        assert answer.status_code == status, said


def test_attempts_are_counted_by_an_address_that_the_one_who_asks_cannot_choose(rf):
    """Only the last step of X-Forwarded-For counts, which the proxy in front writes; with no proxy the header is nothing."""
    from allauth.account.adapter import get_adapter

    request = rf.get("/", headers={"x-forwarded-for": "1.2.3.4, 10.9.9.9"}, REMOTE_ADDR="10.1.1.1")
    assert get_adapter().get_client_ip(request) == "10.1.1.1"


def test_behind_a_proxy_the_last_step_counts(rf, settings):
    from allauth.account.adapter import get_adapter

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    request = rf.get("/", headers={"x-forwarded-for": "1.2.3.4, 10.9.9.9"}, REMOTE_ADDR="127.0.0.1")
    assert get_adapter().get_client_ip(request) == "10.9.9.9"
