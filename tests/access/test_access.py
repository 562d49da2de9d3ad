"""Every address × every member of the cast: what each may see and change, as one readable file.

`expected.toml` holds for each route how to call it and, for GET and for an empty POST, who gets which status. A route that
is missing there fails the test, so a new page cannot be forgotten. `@rest` is everybody not named.
"""

from __future__ import annotations

import io
import re
import tomllib
from datetime import date, timedelta
from http.cookies import SimpleCookie
from importlib import import_module
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests.worlds import shared

EXPECTED = tomllib.loads((Path(__file__).parent / "expected.toml").read_text("utf-8"))
pytestmark = pytest.mark.one_database  # doors ask roles; the roles are tried on both
PARTS = 4  # the world is made once for each
LATER_APPS = (
    "steps.problem",
    "steps.purpose",
    "steps.method",
    "steps.followup",  # makes the plans of step 5 too
    "agreements",
    "meetings",
    "partners",
    "priorities",
    "conference",
)
PEOPLE = [
    "stranger",
    "astrid",
    "bo",
    "cilla",
    "david",
    "elsa",
    "farid",
    "gun",
    "hanna",
    "ivar",
    "karl",
    "lena",
    "mats",
]


def _routes(resolver, space=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


def test_every_route_stands_in_the_table_and_nothing_else():
    assert set(_routes(get_resolver())) == set(EXPECTED)


@shared
def world(cast, norr):
    """One of everything in Norr: figures in force, a file waiting, a paragraph, a finding, a decided and an open edition."""
    from samsyn.evidence import services as evidence
    from samsyn.people import services as people
    from samsyn.records.models import Decision
    from samsyn.releases.tests import world as releases
    from samsyn.steps.situation import services as situation
    from samsyn.steps.situation.queries.figures import figures_by_reference

    situation.add_default_scale(norr.city)
    cilla, astrid, bo = cast["cilla"], cast["astrid"], cast["bo"]
    dataset = evidence.add_dataset(
        city=norr.city, source_name="Prov", name="Folkmängd", kind="observations", reader="population", licence="CC0",
        attribution="Prov", is_public=True, by=cilla,
    )  # fmt: skip
    text = "ar,omrade,niva,folkmangd\n" + "".join(
        f"{year},{area},stadsområde,{5000 + year}\n" for year in (2023, 2024) for area in ("Norr", "Söder")
    )
    files = []
    for name, body in (("a.csv", text), ("b.csv", text.replace("Norr", "Norrr"))):
        made = evidence.receive_file(
            city=norr.city, upload=io.BytesIO(body.encode()), file_name=name, by=cilla
        )
        evidence.choose(
            data_import=made, dataset=dataset, reader="population", options={}, division=None, by=cilla
        )
        files.append(made)
    evidence.confirm(data_import=files[0], by=cilla)
    evidence.run_import(files[0].pk)
    picture = situation.open_picture(norr)
    for section in ("mapping", "other", "analysis"):
        paragraph = situation.add_paragraph(picture=picture, section=section, text="Ett stycke.", by=astrid)
    figures = list(figures_by_reference(norr))[:1]
    finding = situation.add_finding(
        picture=picture,
        statement="Fler bor här",
        doubt="Säkert, men säger inget om brott.",
        figures=figures,
        by=astrid,
    )
    releases.release_all(norr, astrid)
    for member in (astrid, bo):
        situation.judge_level(picture=picture, area=norr.city_area, level=None, reason="Skäl", by=member)
    span = {"period_start": date(2024, 1, 1), "period_end": date(2025, 1, 1)}
    first = situation.cut_edition(picture=picture, by=astrid, **span)
    situation.send_to_review(edition=first, by=astrid)
    for member in (astrid, bo):
        situation.approve_edition(edition=first, read_checksum=first.checksum, by=member)
    situation.cut_edition(picture=picture, by=astrid, **span)
    role = cast["hanna"].roles.first()
    office = cast["lena"].offices.first()
    seat = cast["lena"].seats.first()
    deputy = _deputy_to_come(cast, office)
    reset = people.ask_for_reset(member=cast["hanna"], with_second_step=False, by=cilla)
    waits = people.give_role(
        member=cast["karl"], role="analyst", city=norr.city, pair=norr, valid_from=date(2026, 1, 1), by=cilla
    )
    decision = Decision.objects.get(subject_type="situation.edition", subject_id=first.pk)
    return {
        **_later_steps(cast, norr),
        "{disagreement}": _disagreement(cast, norr), "{own_decision}": decision.pk, "{import}": files[0].pk, "{waiting}": files[1].pk, "{dataset}": dataset.pk, "{paragraph}": paragraph.pk,
        "{finding}": finding.pk, "{knot}": f"finding:{finding.pk}", "{hanna}": cast["hanna"].pk, "{lena}": cast["lena"].pk, "{role}": role.pk,
        "{office}": office.pk, "{deputy}": deputy.pk, "{seat}": seat.pk, "{forum}": seat.forum_id, "{reset}": reset.pk, "{appointment}": waits.pk,
    }  # fmt: skip


def _disagreement(cast, norr):
    """Bo has taken up what the parties do not agree on; only he has written how he sees it."""
    from samsyn.agreements.tests.world import whole_of
    from samsyn.records.disagreement.models import Disagreement
    from samsyn.steps.problem.models import ProblemPicture
    from samsyn.ui.clock import now, today

    row = ProblemPicture.objects.filter(pair=norr).first()
    made = Disagreement.objects.create(
        subject_type="problem.problempicture", subject_id=row.pk, title="Prov", checksum="0" * 64, pair=norr,
        level=whole_of(norr.city), party="police", raised_by=cast["bo"], raised_at=now(), about="Var vi börjar",
        answer_by=today() - timedelta(days=1),
    )  # fmt: skip
    made.standpoints.create(party="police", text="Vid torget.", written_by=cast["bo"], written_at=now())
    return made.pk


def _deputy_to_come(cast, office):
    """Hanna will stand in for Lena in a month: she may nothing more than before until then."""
    from samsyn.people import services
    from samsyn.ui.clock import today

    first = today() + timedelta(days=30)
    said = {"valid_from": first, "valid_to": first + timedelta(days=1), "delegation": "N-2026-00123"}
    return services.name_deputy(holding=office, member=cast["hanna"], by=cast["cilla"], **said)


def _later_steps(cast, norr) -> dict[str, int]:
    """One of everything in steps 2 to 6 and in the apps above, by the names of each app's own world."""
    found: dict[str, int] = {}
    for app in LATER_APPS:
        made = import_module(f"samsyn.{app}.tests.world").build(cast, norr)
        found |= {
            name if name[0] == "{" else f"{{{name}}}": getattr(row, "pk", row) for name, row in made.items()
        }
    return found


def _who(expected: dict[str, str]) -> dict[str, int]:
    """Spread {"200": "astrid bo", "404": "@rest"} to one status a person."""
    named = {
        person: int(status)
        for status, people in expected.items()
        for person in people.split()
        if person != "@rest"
    }
    rest = [int(status) for status, people in expected.items() if "@rest" in people.split()]
    return {person: named.get(person, rest[0] if rest else -1) for person in PEOPLE}


@pytest.fixture
def clients(cast) -> dict[str, Client]:
    """A client for each person, signed in."""
    found = {person: Client(raise_request_exception=False) for person in PEOPLE}
    for person in PEOPLE[1:]:
        found[person].force_login(cast[person])
    return found


def _call(client: Client, verb: str, address: str) -> int:
    """Return the status of the answer. What the call wrote and the cookies that it set are taken back."""
    cookies = SimpleCookie(client.cookies)
    with transaction.atomic():
        response = client.get(address) if verb == "get" else client.post(address, {})
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response.status_code


def _answers(name: str, route: dict, world: dict, clients: dict[str, Client], verb: str) -> dict[str, int]:
    kwargs = {key: world.get(value, value) for key, value in route.get("kwargs", {}).items()}
    address = reverse(name, kwargs=kwargs) + route.get("query", "")
    return {person: _call(client, verb, address) for person, client in clients.items()}


def _part_of(name: str) -> int:
    """In which part the routes of an app are asked: an app's own are together."""
    spaces = sorted({one.partition(":")[0] if ":" in one else "" for one in EXPECTED})
    return spaces.index(name.partition(":")[0] if ":" in name else "") % PARTS


@pytest.fixture
def plain_answers(monkeypatch):
    """What counts here is the status. Views do all that they do; the pages themselves are drawn by the tests below and a browser."""
    drawn = lambda _request, _template, _context=None, status=200: HttpResponse(status=status)  # noqa: E731
    monkeypatch.setattr("samsyn.ui.shortcuts.render", drawn)
    urls = get_resolver().urlconf_module
    for status in (403, 404):
        plain = lambda _request, exception=None, status=status: HttpResponse(status=status)  # noqa: E731
        monkeypatch.setattr(urls, f"handler{status}", plain, raising=False)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.usefixtures("plain_answers")
def test_each_address_answers_each_person_as_expected(part, world, clients):
    """One world for all routes of a part: each call is rolled back."""
    wrong = []
    for name, route in EXPECTED.items():
        if _part_of(name) != part:
            continue
        for verb in ("get", "post"):
            found, wanted = _answers(name, route, world, clients, verb), _who(route[verb])
            wrong += [
                f"{verb} {name}: {person} got {found[person]}, expected {wanted[person]}"
                for person in PEOPLE
                if found[person] != wanted[person]
            ]
    assert wrong == []


def test_every_page_says_first_what_it_is_for(world, clients):
    """The sentence under the heading of each page that shows something to somebody.

    On the phone's page of one activity the number and its promise come first: it is read with the thumb on +1.
    """
    silent = []
    for name, route in EXPECTED.items():
        person = next((one for one, status in _who(route["get"]).items() if status == 200), None)
        if person is None or name == "field:activity":
            continue
        kwargs = {key: world.get(value, value) for key, value in route.get("kwargs", {}).items()}
        answer = clients[person].get(reverse(name, kwargs=kwargs) + route.get("query", ""))
        if answer["Content-Type"].startswith("text/html") and b"<html" in answer.content:
            lead = re.search(r'<p class="lead">(.*?)</p>', answer.content.decode(), re.S)
            if lead is None or not re.sub(r"<[^>]+>", "", lead[1]).strip():
                silent.append(name)
    assert silent == []
