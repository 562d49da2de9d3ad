"""`python -m bench doors` measures what the doors cost: that nobody's door is forgotten, and that they really stand open."""

import ast
import importlib
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import opening

ROOT = Path(__file__).resolve().parent.parent
WHO = ("people_roleassignment", "people_officeholding", "people_member", "people_session", "places_areapair")


def doors():
    """Every function of every module named access…, read from the files: (module, function)."""
    for path in sorted((ROOT / "samsyn").rglob("access*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "cli" in parts or "tests" in parts:  # the command that lists the doors
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                yield ".".join(parts), node.name


def test_every_door_is_opened_and_closed_again():
    found = [(module, name, getattr(importlib.import_module(module), name)) for module, name in doors()]
    assert len({module for module, _name, _door in found}) >= 16
    with opening.doors_open():
        missed = [f"{module}.{name}" for module, name, door in found if not opening.is_open(door)]
    assert missed == []
    assert [f"{module}.{name}" for module, name, door in found if opening.is_open(door)] == []


def test_every_door_elsewhere_is_where_it_was():
    """A door that was moved or renamed must be named anew in `bench/opening.py`."""
    named = [*opening.ELSEWHERE.items(), *opening.FILTERS.items()]
    gone = [
        f"{place}.{name}"
        for place, names in named
        for name in names
        if not callable(getattr(importlib.import_module(place), name, None))
    ]
    assert gone == []


def test_a_module_without_its_door_open_is_noticed(monkeypatch):
    known = opening.access_modules()
    monkeypatch.setattr(opening, "access_modules", lambda: known[1:])
    forgotten = importlib.import_module(known[0])
    door = next(getattr(forgotten, name) for module, name in doors() if module == known[0])
    with opening.doors_open():
        assert not opening.is_open(door)


def _without_tokens(answer):
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())


@pytest.mark.django_db
def test_an_open_door_asks_nobody_and_answers_the_same(astrid, norr, client):
    from samsyn.people import access
    from samsyn.people.models import Member

    client.force_login(astrid)
    address = f"/par/{norr.slug}/moten/"
    before = _without_tokens(client.get(address))
    pairs, rights = set(access.visible_pairs(astrid)), access.rights_in(astrid, norr)
    with opening.doors_open():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        known = access.rights_in(Member.objects.get(pk=astrid.pk), norr)
        assert set(access.visible_pairs(astrid)) == pairs
    assert _without_tokens(answer) == before
    assert [
        row["sql"] for row in asked.captured_queries if any(f'FROM "{one}"' in row["sql"] for one in WHO)
    ] == []
    assert (known.roles, known.may_write, known.offices) == (rights.roles, rights.may_write, rights.offices)
