"""Kill -9 at random moments of imports and decisions: the store stays consistent, and goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

BUILD = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.small_city import build_all
build_all()
"""


def _database(store: Path) -> str:
    """A database of its own: the store's SQLite file, or a new one on the PostgreSQL that the tests run on."""
    given = os.environ.get("SAMSYN_DATABASE", "")
    if not given.startswith("postgres"):
        return f"sqlite:///{store / 'samsyn.sqlite3'}"
    import psycopg

    name = f"kills_{uuid.uuid4().hex[:10]}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return given.rsplit("/", 1)[0] + "/" + name


def _kill_many(store: Path, *, kills: int, seed: int) -> None:
    env = {
        **os.environ, "SAMSYN_DATA": str(store), "SAMSYN_DATABASE": _database(store), "SAMSYN_LOG_LEVEL": "CRITICAL",
        "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
    }  # fmt: skip
    run = lambda *words: subprocess.run([sys.executable, *words], env=env, capture_output=True, text=True)  # noqa: E731
    built = run("-c", BUILD)
    assert built.returncode == 0, built.stderr[-2000:]
    lived = run("-m", "tests.soak.acts", str(seed), "60")
    assert lived.returncode == 0, lived.stderr[-2000:]
    dice = random.Random(seed)
    for number in range(kills):
        actor = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.acts", str(seed * 1000 + number)],
            env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert actor.stdout.readline() == b"ready\n", actor.stderr.read().decode()[-2000:]
        time.sleep(dice.uniform(0.05, 2.5))
        assert actor.poll() is None, actor.stderr.read().decode()[-3000:]
        actor.send_signal(signal.SIGKILL)
        actor.wait()
        actor.stdout.close()
        actor.stderr.close()
        if number % 10 == 9 or number == kills - 1:
            checked = run("-m", "tests.soak.consistency")
            assert checked.returncode == 0, (
                f"after {number + 1} kills: {checked.stdout}{checked.stderr[-2000:]}"
            )
    did = run("-c", COUNT).stdout
    print(did)
    assert not any(f"{what} 0" in did for what in ("imports", "editions", "problems", "signatures"))


@pytest.fixture
def store(request, tmp_path) -> Path:
    """An empty folder for files; on SQLite with a database in it."""
    on_postgres = os.environ.get("SAMSYN_DATABASE", "").startswith("postgres")
    return tmp_path if on_postgres else request.getfixturevalue("empty_store")


COUNT = """
import django; django.setup()
from samsyn.agreements.models import Signature
from samsyn.audit.models import LogEntry
from samsyn.evidence.models import DataImport
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.situation.models import Edition
print("events", LogEntry.objects.count(), "imports", DataImport.objects.exclude(finished_at=None).count(),
      "editions", Edition.objects.exclude(decided_at=None).count(),
      "problems", ProblemPicture.objects.exclude(decided_at=None).count(), "signatures", Signature.objects.count())
"""


@pytest.mark.one_database  # fifty kills on each kind stand in tests/kills, and `make soak` kills imports on both
def test_a_few_kills_leave_a_consistent_store(store):
    _kill_many(store, kills=4, seed=1)


@pytest.mark.soak
def test_many_kills_leave_a_consistent_store(store):
    _kill_many(store, kills=int(os.environ.get("SAMSYN_SOAK_KILLS", "200")), seed=2)
