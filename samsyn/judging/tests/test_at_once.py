"""Both parties judge in the same moment, in two processes, on the database that the program runs on."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from django.db import connection

from samsyn.steps.situation.tests.test_editions_at_once import (  # noqa: F401 - fixtures
    _database,
    committed,
    guards_back,
)

PRESS = """
import sys, time, pathlib
import django
django.setup()
from django.db import connection
from samsyn.people.models import Member
from samsyn.steps.situation import services
from samsyn.steps.situation.models import SituationPicture
who, folder = sys.argv[1:3]
by = Member.objects.get(pk=who)
picture = SituationPicture.objects.select_related("pair__city", "pair__city_area").get()
connection.close()
pathlib.Path(folder, "ready-" + who).touch()
while not pathlib.Path(folder, "go").exists():
    time.sleep(0.001)
row = services.judge_level(picture=picture, area=picture.pair.city_area, level=None, reason="Skäl " + who, by=by)
print("joint" if row else "own")
"""
COUNT = """
import django
django.setup()
from samsyn.audit.models import LogEntry
from samsyn.judging.models import Judgement, Settlement
from samsyn.steps.situation.models import LevelAssessment
print(Judgement.objects.count(), Settlement.objects.count(), LevelAssessment.objects.count(),
      LogEntry.objects.filter(event="judgements-shown").count())
"""


@pytest.fixture
def picture(committed, norr):  # noqa: F811 - the fixture
    from samsyn.steps.situation.services import open_picture

    return open_picture(norr)


def test_two_parties_who_judge_in_the_same_second_are_both_kept_and_shown_once(picture, astrid, bo, tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
        "SAMSYN_DATA": str(tmp_path),
        "SAMSYN_DATABASE": _database(tmp_path),
    }

    def run(code, *arguments):
        return subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    running = [run(PRESS, str(member.pk), str(tmp_path)) for member in (astrid, bo)]
    waited = time.monotonic()
    while len(list(tmp_path.glob("ready-*"))) < 2 and time.monotonic() - waited < 240:
        time.sleep(0.01)
    (tmp_path / "go").touch()
    told = [one.communicate(timeout=240) for one in running]
    assert sorted(out.strip() for out, _errors in told) == ["joint", "own"], told
    out, errors = run(COUNT).communicate(timeout=240)
    assert out.split() == ["2", "1", "1", "1"], errors
    connection.close()
