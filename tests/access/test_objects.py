"""Own, partly released, released, withdrawn and published objects × every address × the cast and those outside it.

`objects.toml` holds, for each object, on which routes its words stand and for whom. Every route that shows somebody something
is read by each reader; words on any other page fail the test. What one party keeps for itself must leave every answer to
everybody else as it was: the same bytes, and the same number of questions to the database.
"""

from __future__ import annotations

import io
import re
import subprocess
import tomllib
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.people.models import Member, Organisation, Party, Role, RoleAssignment
from samsyn.ui.clock import moved_to, now
from tests.access import objects
from tests.access.test_access import EXPECTED, PEOPLE, _who, world  # noqa: F401 - a fixture
from tests.worlds import shared

STANDS = tomllib.loads((Path(__file__).parent / "objects.toml").read_text("utf-8"))
READERS = (*PEOPLE, "olga")
SLUG = "exempelstaden-norr"
OUTSIDE = ("astrid", "farid", "olga")  # who must not notice what the police keep for themselves
CHANGES = re.compile(  # what differs between two readings of the same page
    r'name="csrfmiddlewaretoken" value="[^"]+"|nonce-[\w+/=]+|nonce="[^"]+"|hx-headers=\'[^\']+\'|"X-CSRFToken": "[^"]+"|DTSTAMP:\w+'
    r'|name="token" value="\w+"|Kontrollerad \d+ \w+ \d+ kl. \d\d.\d\d|nr [\d\xa0]+ · [0-9a-f ]+'
)
NEW_EACH_TIME = {
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
}  # secrets
STILL = {"ui:methods", "ui:components"}  # pages without rows, dear to draw: read once
pytestmark = pytest.mark.one_database


@shared
def olga(cast, norr):
    """Of a housing company, an external party in Norr."""
    house = Organisation.objects.get(city=norr.city, party=Party.OTHER)
    member = Member.objects.create_user("olga@example.org", name="Olga", organisation=house)
    RoleAssignment.objects.create(
        member=member, role=Role.EXTERNAL_PARTY, city=norr.city, pair=norr, valid_from=date(2021, 1, 1)
    )
    return member


@pytest.fixture
def clients(cast, olga):
    found = {name: Client(raise_request_exception=False) for name in READERS}
    for name in READERS[1:]:
        found[name].force_login(olga if name == "olga" else cast[name])
    return found


def _addresses(world, known):  # noqa: F811
    """Every route that shows something to somebody, with its address, and the pages of the objects themselves."""
    for name, route in EXPECTED.items():
        if name not in NEW_EACH_TIME and 200 in _who(route["get"]).values():
            kwargs = {key: world.get(value, value) for key, value in route.get("kwargs", {}).items()}
            yield name, reverse(name, kwargs=kwargs) + route.get("query", "")
    for name in ("situation:edition", "reports:edition_pdf", "reports:edition_docx"):
        yield f"{name} 2", reverse(name, kwargs={"slug": SLUG, "number": 2})
    for name, asked in known.items():
        yield name, reverse(name.partition(" ")[0], **asked)


def _read(client: Client, address: str) -> tuple[int, str]:
    """Return status and text of an answer, whatever its form. What the call wrote is taken back."""
    with transaction.atomic():
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    if body.startswith(b"%PDF"):
        body = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True).stdout or body
        body += b" " + re.sub(rb"[\s-]", b"", body)  # words that a narrow column broke
    elif body.startswith(b"PK"):
        parts = zipfile.ZipFile(io.BytesIO(body))
        body = b" ".join(parts.read(name) for name in parts.namelist() if name.endswith(".xml"))
    return answer.status_code, CHANGES.sub("", body.decode("utf-8", "replace"))


def _found(world, known, clients) -> dict[str, dict[str, str]]:  # noqa: F811
    """Return, for each object, the routes on which its words stand, with who reads them there."""
    found: dict[str, dict[str, list[str]]] = {mark: {} for mark in objects.MARKS}
    for route, address in _addresses(world, known):
        for person, client in clients.items():
            if route in STILL and person != "stranger":
                continue
            text = _read(client, address)[1]
            for mark in objects.MARKS:
                if mark in text or mark.replace("-", "") in text:
                    found[mark].setdefault(route, []).append(person)
    return {
        mark: {route: " ".join(people) for route, people in routes.items()} for mark, routes in found.items()
    }


def test_each_object_stands_where_the_table_says_and_nowhere_else(world, cast, norr, clients):  # noqa: F811
    known = objects.build(norr, cast)
    found = _found(world, known, clients)
    assert found == {mark: _expected(mark) for mark in objects.MARKS}


def _expected(mark: str) -> dict[str, str]:
    """Return what the table says of an object, with each group of readers spelled out."""
    groups = STANDS["readers"]
    return {route: groups.get(people, people) for route, people in STANDS.get(mark, {}).items()}


def _all_answers(world, client: Client) -> dict[str, tuple[int, str, int]]:  # noqa: F811
    """Return status, text and number of questions of each route. The first reading warms what is kept."""
    answers = {}
    for route, address in _addresses(world, {}):
        if route in STILL:
            continue
        reset_queries()
        with CaptureQueriesContext(connection) as asked:
            status, text = _read(client, address)
        answers[route] = (status, text, len(asked))
    return answers


def test_nobody_notices_what_one_party_keeps_for_itself(world, cast, norr, clients):  # noqa: F811
    """Lists, counts, totals, feeds, files and errors are the same to the byte before and after, and ask the database as much.

    The head of the log on the page of a decision is the one thing that moves: with every event of the whole installation.
    """
    outside = {reader: clients[reader] for reader in OUTSIDE}
    objects.bring_up_to_date(norr, cast)
    objects.make_ready_for_own(norr, cast)
    with moved_to(now()):
        before = _warm_answers(world, outside)
        objects.keep_for_oneself(norr, cast)
        after = _warm_answers(world, outside)
    told = {
        key: (was[0], after[key][0], was[2], after[key][2])
        for key, was in before.items()
        if was[:2] != after[key][:2] or abs(was[2] - after[key][2]) > objects.NOISE
    }
    assert told == {}


def _warm_answers(world, outside) -> dict[tuple[str, str], tuple[int, str, int]]:  # noqa: F811
    """Return each reader's answers when what is kept of pages is there."""
    for client in outside.values():
        _all_answers(world, client)
    return {
        (reader, route): answer
        for reader, client in outside.items()
        for route, answer in _all_answers(world, client).items()
    }
