"""What is said of security is so: the checklist, the table of access and the page for reviewers."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from samsyn.cli import access_table
from samsyn.people import access
from tests.security import asvs
from tests.security.intruder import EXPECTED

pytestmark = pytest.mark.one_database
ROOT = asvs.ROOT
SECURITY = ROOT / "docs" / "dev" / "security.md"
NAMED = re.compile(r"`((?:tests|samsyn|docs|bin|requirements)/[\w/.-]+(?:::\w+)?)`")


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def missing(places) -> list[str]:
    """Return those of the places that are not there: a path, or a path and what is defined in it."""
    found = []
    for place in places:
        path, _colons, name = place.partition("::")
        text = _text(ROOT / path)
        if not (ROOT / path).exists() or (name and f"def {name}(" not in text):
            found.append(place)
    return found


def test_every_requirement_of_levels_1_and_2_has_its_entry(reference):
    with (reference / "asvs" / "asvs_5.0.0_en.csv").open(encoding="utf-8-sig") as file:
        wanted = {row["req_id"] for row in csv.DictReader(file) if row["L"] in {"1", "2"}}
    assert set(asvs.entries()) == wanted


def test_every_entry_says_why_and_what_shows_it():
    for number, one in asvs.entries().items():
        assert one["state"] in asvs.STATES and one["why"].endswith("."), number
        assert set(one) <= {"state", "why", "shown", "section"}, number
        assert ("section" in one) == (one["state"] == "installation"), number
        assert one["state"] != "met" or one["shown"], f"{number} is met, and nothing shows it"
        assert missing(one.get("shown", [])) == [], number


def test_the_page_is_what_the_entries_say():
    assert asvs.PAGE.read_text("utf-8") == asvs.written(), "run python -m tests.security.asvs"


def test_what_is_open_stands_on_the_reviewers_page_and_nothing_else():
    part = SECURITY.read_text("utf-8").split("\n## What is open", 1)[1]
    listed = set(re.findall(r"\bV\d+\.\d+\.\d+\b", part))
    assert listed == {number for number, one in asvs.entries().items() if one["state"] == "open"}


def test_every_test_and_place_named_on_the_reviewers_page_exists():
    named = NAMED.findall(SECURITY.read_text("utf-8"))
    assert len(named) > 40
    assert missing(named) == []


def test_the_table_of_access_is_what_the_program_says_now():
    assert access_table.TABLE.read_text("utf-8") == access_table.written(), "run samsyn access-table"


def test_every_route_is_in_the_table_of_access_with_who_reaches_it():
    text, routes = access_table.TABLE.read_text("utf-8"), access_table.routes()
    assert set(routes) == set(EXPECTED)
    assert [name for name in routes if f"| `{name}` |" not in text] == []
    assert "saknas i provet" not in text
    assert {name.partition(":")[0] if ":" in name else "" for name in routes} <= set(access_table.ROOMS)


def test_the_table_of_roles_says_what_the_rights_say(cast, norr):
    """The table asks the rules with nobody behind; here the cast stand behind, and the answers are the same."""
    for who, member in cast.items():
        rights = access.rights_in(member, norr)
        said = access_table.rights_of(roles=rights.roles, offices=rights.offices)
        assert said == {name for name in access_table.RIGHTS if getattr(rights, name)}, who
    assert {who for who, member in cast.items() if access.administers(member, norr.city)} == {"cilla"}
    assert {who for who, member in cast.items() if access.audits(member)} == {"gun"}
    named = {name for name in vars(access.Rights) if name.startswith("may_")}
    assert named == set(access_table.RIGHTS)


def test_the_command_says_whether_the_table_is_right(capsys, monkeypatch, tmp_path):
    options = access_table.argparse.Namespace(check=True)
    monkeypatch.setattr(access_table, "written", lambda: "x")
    monkeypatch.setattr(access_table, "TABLE", tmp_path / "access.md")
    assert access_table.run(options) == 1
    (tmp_path / "access.md").write_text("x")
    assert access_table.run(options) == 0
    assert capsys.readouterr().out.split("\n")[1] == "Tabellen stämmer."
