"""Every address at once. One of everything stands in Norr, and it is asked for by those who may not.

Most ask with every role and office, but elsewhere. Nothing may show, nothing may change, and no answer may tell whether
a row exists; forged headers open nothing, and what people wrote is text wherever it shows.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.test_access import _who
from tests.security.intruder import (
    EXPECTED,
    FORGED,
    HOME,
    NEXT_DOOR,
    OPEN,
    addresses,
    another_city,
    ask,
    everything,
    mark_everything,
    signed_in,
    told,
)

pytestmark = pytest.mark.one_database
NOTHING = {404, 405}  # there is nothing here; no such verb, which is said of any id
MISSING = "999999"
# what belongs to the city is read by all who work in it: it is not next door's secret. So are the conference's pages,
# and a priority of the whole city, which each pair answers
OF_THE_CITY = {name for name, route in EXPECTED.items() if HOME not in route.get("kwargs", {}).values()}
OF_THE_CITY |= {"conference:area", "priorities:answer"}


def shown_to(client, pairs):
    """Return what answered something; each route is asked in the way that it is meant for."""
    found = []
    for name, address in pairs:
        for verb in ("post",) if "405" in EXPECTED[name]["get"] else ("get",):
            status = ask(client, verb, address).status_code
            if status not in NOTHING:
                found.append(f"{verb} {name} {address}: {status}")
    return found


@pytest.mark.usefixtures("plain_answers")
def test_who_does_everything_next_door_reaches_nothing_here(world, cast, soder):
    farid = everything(member=cast["farid"], city=soder.city, pair=soder)
    here = [one for one in addresses(world) if one[0] not in OF_THE_CITY | OPEN]
    assert len(here) > 140
    assert shown_to(signed_in(farid), here) == []


@pytest.mark.usefixtures("plain_answers")
def test_an_id_from_next_door_is_nothing_under_ones_own_pair(world, cast, soder):
    """The pair in the address is his own, the row is not."""
    farid = everything(member=cast["farid"], city=soder.city, pair=soder)
    ours = [
        (name, address)
        for name, address in addresses(world, slug=NEXT_DOOR)
        if name not in OF_THE_CITY
        and any(str(value).startswith("{") for value in EXPECTED[name]["kwargs"].values())
    ]
    assert len(ours) > 100
    assert shown_to(signed_in(farid), ours) == []


@pytest.mark.usefixtures("plain_answers")
def test_who_does_everything_in_another_city_reaches_nothing_here(world):
    rut, pair = another_city()
    client = signed_in(rut)
    here = [one for one in addresses(world) if EXPECTED[one[0]].get("kwargs") and one[0] not in OPEN]
    theirs = addresses(world, slug=pair.slug, city=pair.city.slug)
    swapped = [
        one
        for one in theirs
        if any(str(value).startswith("{") for value in EXPECTED[one[0]]["kwargs"].values())
    ]
    assert shown_to(client, one_of_each(here)) == []
    assert shown_to(client, swapped) == []


def one_of_each(pairs):
    """One route of each room and shape of address."""
    return {
        (name.partition(":")[0], tuple(EXPECTED[name]["kwargs"])): (name, address) for name, address in pairs
    }.values()


def test_asked_for_by_name_another_city_is_not_shown(world):
    rut, _pair = another_city()
    client = signed_in(rut)
    for name, address in addresses(world):
        if "stad=" in address:
            answer = ask(client, "get", address)
            assert (
                answer.status_code == 404 or b"Exempelstaden" not in answer.content.split(b"<main", 1)[-1]
            ), name


def test_what_may_not_be_known_is_answered_as_what_does_not_exist(world, cast, soder):
    """Status, body, headers and, within two, the number of questions to the database: one route of each room and depth."""
    client = signed_in(cast["farid"])
    missing = {"slug": "finns-inte", "city": "finns-inte", "pk": MISSING, "number": MISSING, "year": "1999"}
    seen, wrong = set(), []
    for name, address in addresses(world):
        kwargs = EXPECTED[name].get("kwargs", {})
        kind = (name.partition(":")[0], len(kwargs))
        if kind in seen or name in OF_THE_CITY | OPEN or not kwargs or "405" in EXPECTED[name]["get"]:
            continue
        seen.add(kind)
        first = next(key for key in ("slug", "pk", "number", "year", "city") if key in kwargs)
        absent = dict(addresses(world, **{first: missing[first]}))[name]
        answers, questions = [], []
        for one in (address, address, absent):  # the first reads what the process keeps
            with CaptureQueriesContext(
                connection,
            ) as asked:
                answers.append(told(ask(client, "get", one), one))
            questions.append(len(asked))
        if answers[1] != answers[2] or answers[1][0] != 404 or abs(questions[1] - questions[2]) > 2:
            wrong.append(f"{name}: {answers[1][0]}, {answers[2][0]}, {questions}")
    assert len(seen) > 20
    assert wrong == []


@pytest.mark.usefixtures("plain_answers")
def test_an_id_that_no_database_holds_is_nothing(world, cast):
    number = "9" * 30
    client, wrong = signed_in(cast["cilla"]), []
    for name, address in addresses(world, pk=number, number=number, year=number):
        verb = "post" if "405" in EXPECTED[name]["get"] else "get"
        status = ask(client, verb, address).status_code
        wrong += [f"{verb} {address}: {status}"] if status not in {403, 404} else []
    assert wrong == []


def kinds_of_answers(world, cast, monkeypatch):
    """A page, a part, a file of each kind, each refusal and an error of ours, by what they are."""
    astrid, cilla, stranger = signed_in(cast["astrid"]), signed_in(cast["cilla"]), signed_in(None)
    at = dict(addresses(world))
    strict = Client(enforce_csrf_checks=True)
    yield "page", astrid.get(at["home:pair"])
    yield "pdf", astrid.get(at["reports:edition_pdf"])
    yield "word", astrid.get(at["reports:edition_docx"])
    yield "scan", astrid.get(at["agreements:scan"])
    yield "csv", cilla.get(at["evidence:errors"])
    yield "json", cilla.get(at["evidence:points"])  # the areas' outlines may be kept an hour: they are public
    yield "calendar", stranger.get(at["meetings:feed"])
    yield "text", stranger.get(reverse("home:health"))
    yield "200 sign-in", stranger.get(reverse("account_login"))
    yield "200 second step", astrid.get(reverse("mfa_index"))
    yield "302", stranger.get(at["home:pair"])
    yield "403", astrid.get(at["people:members"])
    yield "403 csrf", strict.post(reverse("account_login"))
    yield "404", astrid.get("/finns-inte/")
    yield "405", astrid.post(at["reports:edition_pdf"])
    yield "422", astrid.post(at["problem:new"])
    yield "400", stranger.get("/", headers={"host": "evil.example"})
    monkeypatch.setattr("samsyn.home.views.texts.words.search", lambda _sought: 1 / 0)
    yield "500", astrid.get(reverse("home:glossary"))


def test_every_kind_of_answer_is_guarded(world, cast, monkeypatch):
    """CSP, no framing, no sniffing, no referrer to others, nothing kept: on pages, files, refusals and errors alike."""
    lacking = []
    for kind, answer in kinds_of_answers(world, cast, monkeypatch):
        number = "".join(letter for letter in kind if letter.isdigit())
        assert answer.status_code == int(number or 200), kind
        policy = answer.headers.get("Content-Security-Policy", "")
        wanted = ("default-src 'none'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
        wanted += ("script-src 'self'", "style-src 'self'", "form-action 'self'")
        lacking += [f"{kind}: {part}" for part in wanted if part not in policy]
        lacking += [f"{kind}: {part}" for part in ("unsafe-inline", "unsafe-eval", "http") if part in policy]
        for header, value in (
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ):
            if answer.headers.get(header) != value and kind != "400":
                lacking.append(f"{kind}: {header}")
        if answer.headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
            lacking.append(f"{kind}: Referrer-Policy")
        kept = answer.headers.get("Cache-Control", "")
        if "private" not in kept or "no-store" not in kept:
            lacking.append(f"{kind}: Cache-Control {kept}")
        if "Access-Control-Allow-Origin" in answer.headers:
            lacking.append(f"{kind}: CORS")
        said = answer.headers.get("Content-Type", "")
        if (answer.streaming or answer.content) and (
            not said or (said.startswith("text/") and "utf-8" not in said)
        ):
            lacking.append(f"{kind}: Content-Type {said}")
    assert lacking == []


@pytest.mark.usefixtures("plain_answers")
def test_forged_headers_open_nothing(world, cast):
    """What is refused without them is refused with them, alike: one route of each app and shape."""
    wrong, asked = [], 0
    for who, verb in (("hanna", "post"), ("farid", "get")):
        client, seen = signed_in(cast[who]), set()
        for name, address in addresses(world):
            kind = (name.partition(":")[0], tuple(EXPECTED[name].get("kwargs", {})))
            expected = _who(EXPECTED[name][verb])[who]
            if kind in seen or expected not in {403, 404, 405}:
                continue
            seen.add(kind)
            asked += 1
            found = ask(client, verb, address, headers=FORGED).status_code
            wrong += [f"{verb} {name}: {expected} became {found}"] if found != expected else []
    assert asked > 60
    assert wrong == []


def test_what_people_write_is_text_on_every_kind_of_page(world, cast):
    assert mark_everything() > 60
    seen, shown, wrong, broken = Counter(), 0, [], []
    clients = {who: signed_in(cast[who]) for who in ("astrid", "cilla")}
    for name, address in addresses(world):
        room = name.partition(":")[0]
        who = next((one for one in clients if _who(EXPECTED[name]["get"])[one] == 200), None)
        if who is None or seen[room] == 3 or room == "ui":  # /komponenter/ shows nothing that people write
            continue
        seen[room] += 1
        answer = ask(clients[who], "get", address)
        if answer.streaming or not answer["Content-Type"].startswith("text/html"):
            continue
        broken += [name] if answer.status_code == 500 else []
        body = answer.content.decode()
        shown += "&lt;b id=zz&gt;" in body
        wrong += [name] if "<b id=zz>" in body else []
    assert wrong == []
    assert broken == []
    assert shown > 30


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "java\nscript:x",
        "//evil.example",
        "ftp://x.se",
    ],
)
def test_an_address_typed_by_somebody_is_a_link_only_to_the_web(world, cast, address):
    from samsyn.conference.models import Conference
    from samsyn.conference.services import add_material
    from samsyn.ui.errors import UserError

    held = Conference.objects.first()
    with pytest.raises(UserError, match="Adressen går inte att läsa"):
        add_material(conference=held, title="Rapport", address=address, by=cast["cilla"])


def test_an_exported_file_names_the_city_and_no_person(world, cast):
    """A file's own properties are read by whoever gets the file."""
    client, at = signed_in(cast["astrid"]), dict(addresses(world))
    people = {member.name for member in cast.values()} | {member.email for member in cast.values()}
    for name in ("reports:edition_pdf", "reports:agreement_pdf", "reports:conference_pack"):
        with pikepdf.open(io.BytesIO(client.get(at[name]).content)) as paper:
            said = {key: str(value) for key, value in paper.docinfo.items()}
            with paper.open_metadata() as more:
                said |= {key: str(value) for key, value in more.items()}
        assert said["/Author"] == "Exempelstaden", name
        assert not [text for text in said.values() for person in people if person in text.split()], name
    word = zipfile.ZipFile(io.BytesIO(client.get(at["reports:edition_docx"]).content))
    properties = "".join(
        word.read(part).decode()
        for part in word.namelist()
        if part.startswith("docProps/") and part.endswith(".xml")
    )
    assert "Exempelstaden" in properties
    assert not [person for person in people if f">{person}<" in properties]
