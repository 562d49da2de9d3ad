"""Two people at the same moment, in two processes, on the database that the program runs on."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from samsyn.audit.guards import ALL
from samsyn.steps.situation.services import editions
from samsyn.steps.situation.tests.editions import PERIOD, full_picture

# One person's press: waits until the other is ready too, then does it, and prints what came of it.
PRESS = """
import os, sys, time, pathlib
from datetime import date
import django
django.setup()
from django.db import connection
from samsyn.people.models import Member
from samsyn.steps.situation.models import Edition, SituationPicture
from samsyn.steps.situation.services import editions
from samsyn.ui.errors import UserError
verb, who, pk, folder = sys.argv[1:5]
by = Member.objects.get(pk=who)
picture = SituationPicture.objects.select_related("pair__city").get()
edition = Edition.objects.filter(pk=pk).first()
connection.close()
pathlib.Path(folder, "ready-" + who).touch()
while not pathlib.Path(folder, "go").exists():
    time.sleep(0.001)
try:
    if verb == "cut":
        made = editions.cut_edition(picture=picture, by=by, period_start=date(2025, 1, 1), period_end=date(2026, 1, 1))
        print("cut", made.number)
    else:
        made = editions.approve_edition(edition=edition, read_checksum=edition.checksum, by=by)
        print("decided" if made else "approved")
except UserError as error:
    print("refused", error)
"""


@pytest.fixture
def guards_back(django_db_setup, django_db_blocker):
    """The triggers stand again after the tables have been emptied."""
    yield
    with django_db_blocker.unblock():
        for guard in ALL:
            guard.install(connection)


@pytest.fixture
def committed(guards_back, transactional_db):
    """Rows that other processes can see; the triggers make way while the tables are emptied."""
    yield
    for guard in ALL:
        guard.remove(connection)


@pytest.fixture
def picture(committed, norr, astrid, bo):
    return full_picture(norr, astrid, bo)


def _database(folder: Path) -> str:
    """The address of the test's own rows: PostgreSQL's test database, or a file with a copy of SQLite's."""
    entry = connection.settings_dict
    if connection.vendor == "postgresql":
        name, user = entry["NAME"], entry["USER"]
        at = f"{entry['HOST'] or ''}:{entry['PORT']}" if entry["PORT"] else entry["HOST"]
        secret = f":{entry['PASSWORD']}" if entry["PASSWORD"] else ""
        return f"postgresql://{user}{secret}@{at}/{name}"
    path = folder / "copy.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    return f"sqlite:///{path}"


def press(folder, presses):
    """Let each (verb, member, edition) press at the same moment; return what each was told."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
        "SAMSYN_DATA": str(folder),
        "SAMSYN_DATABASE": _database(folder),
    }
    running = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                PRESS,
                verb,
                str(member.pk),
                str(edition.pk if edition else 0),
                str(folder),
            ],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for verb, member, edition in presses
    ]
    waited = time.monotonic()
    while len(list(folder.glob("ready-*"))) < len(presses) and time.monotonic() - waited < 240:
        time.sleep(0.01)
    (folder / "go").touch()
    told = []
    for one in running:
        out, errors = one.communicate(timeout=240)
        assert one.returncode == 0, errors
        told.append(out.strip())
    return told


def test_two_chiefs_who_approve_at_once_decide_once(picture, astrid, lena, mats, tmp_path):
    edition = editions.cut_edition(picture=picture, by=astrid, **PERIOD)
    edition = editions.send_to_review(edition=edition, by=astrid)
    told = press(tmp_path, [("approve", lena, edition), ("approve", mats, edition)])
    assert sorted(told) == ["approved", "decided"]


def test_two_of_the_same_party_at_once_approve_once(picture, astrid, lena, tmp_path):
    edition = editions.cut_edition(picture=picture, by=astrid, **PERIOD)
    edition = editions.send_to_review(edition=edition, by=astrid)
    told = press(tmp_path, [("approve", lena, edition), ("approve", astrid, edition)])
    assert sorted(words.split()[0] for words in told) == ["approved", "refused"]
    assert any("redan godkänt" in words for words in told)


def test_two_who_cut_at_once_get_one_edition(picture, astrid, bo, tmp_path):
    told = press(tmp_path, [("cut", astrid, None), ("cut", bo, None)])
    assert sorted(words.split(".")[0] for words in told) == ["cut 1", "refused Ingen ny utgåva skapades"]
