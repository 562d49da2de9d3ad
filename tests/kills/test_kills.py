"""Kill -9 in the middle of decisions, releases and withdrawals: no half decision, no lost approval, no released draft.

50 on each kind of database here, 2 000 in `make soak` (SAMSYN_KILLS). Each is a process forked from a warm one; it dies at a
chosen place of an act, or at a moment. What it was told had succeeded must be there, what it was at must be there whole or not
at all. Then victims live with a fault each, such as a withdrawal without its transaction: the same eyes must see it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from tests.kills.spoilt import FAULTS

FEW, MANY = 50, int(os.environ.get("SAMSYN_KILLS", "2000"))
LIMIT = 7200


@pytest.fixture
def store(request, tmp_path) -> dict[str, str]:
    """Folder and database of a store of its own: every table and no row. PostgreSQL's is dropped afterwards."""
    given = os.environ.get("SAMSYN_DATABASE", "")
    if not given.startswith("postgres"):
        folder, template = request.getfixturevalue("empty_store"), os.environ.get("SAMSYN_MIGRATED", "")
        if template:  # a run of this file alone makes no test database that could have been copied
            shutil.copyfile(template, folder / "samsyn.sqlite3")
        yield {"SAMSYN_DATA": str(folder), "SAMSYN_DATABASE": f"sqlite:///{folder / 'samsyn.sqlite3'}"}
        return
    name, server = f"kills_{uuid.uuid4().hex[:10]}", given.rsplit("/", 1)[0]
    template = os.environ.get("SAMSYN_MIGRATED", "")
    _ask(f"{server}/postgres", f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
    folder = tmp_path / "store"
    folder.mkdir()
    yield {"SAMSYN_DATA": str(folder), "SAMSYN_DATABASE": f"{server}/{name}"}
    _ask(f"{server}/postgres", f'DROP DATABASE "{name}" WITH (FORCE)')


def _ask(url: str, sql: str) -> None:
    """Ask the server. Only one at a time may copy the template: the next one tries again."""
    import psycopg

    for patience in range(40):
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(sql)
            return
        except psycopg.errors.ObjectInUse:
            time.sleep(0.1 * (patience + 1))
    raise AssertionError(f"the server refused: {sql}")


def _kill(store: dict[str, str], *, kills: int, seed: int, faults: tuple[str, ...] = ()) -> dict:
    environment = {
        **os.environ, **store, "SAMSYN_LOG_LEVEL": "CRITICAL", "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.kills.host", str(seed), str(kills), "--spoil", ",".join(faults)],
        env=environment, capture_output=True, text=True, timeout=LIMIT, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, (done.stdout[-2000:], done.stderr[-4000:])
    came = json.loads(done.stdout.splitlines()[-1])
    print(json.dumps(came))
    assert came["faults"] == [], came
    assert came["kills"] == kills
    return came


def _were_in_the_middle(came: dict) -> None:
    """The kills hit what they were meant to hit, the acts between them did something, and each fault was seen."""
    assert [name for name in FAULTS if not came["spoilt"][name]["faults"]] == [], came["spoilt"]
    assert came["in an act"] >= 0.8 * came["kills"]
    assert came["in a transaction"] >= 0.5 * came["kills"]
    assert came["acts"] > came["kills"]
    assert came["refused"] <= 0.2 * came["acts"]
    hit = " ".join(came["killed in"])
    assert all(one in hit for one in ("approve", "release", "withdraw", "send"))
    done = " ".join(came["done"])
    assert all(
        one in done for one in ("edition-approve", "text-approve", "release", "withdraw", "cut", "send")
    )


def test_fifty_kills_leave_no_half_decision_no_lost_approval_and_no_released_draft(store, django_db_setup):
    came = _kill(store, kills=FEW, seed=3, faults=FAULTS)
    _were_in_the_middle(came)


@pytest.mark.soak
def test_thousands_of_kills_leave_no_half_decision_no_lost_approval_and_no_released_draft(
    store, django_db_setup
):
    came = _kill(store, kills=MANY, seed=11, faults=FAULTS)
    _were_in_the_middle(came)
    assert set(came["done"]) <= set(came["killed in"])
