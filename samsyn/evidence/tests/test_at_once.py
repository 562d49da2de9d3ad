"""Two imports at once, and a disk that fills up: real processes, a real file of SQLite, real writes that fail."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.one_database


@pytest.fixture
def act(empty_store):
    def run(name):
        environment = {key: value for key, value in os.environ.items() if key != "SAMSYN_DATABASE"}
        environment |= {
            "SAMSYN_DATA": str(empty_store), "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
            "SAMSYN_LOG_LEVEL": "CRITICAL",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "samsyn.evidence.tests.at_once", name],
            env=environment, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        return json.loads(done.stdout.splitlines()[-1])

    return run


def test_of_two_files_of_one_dataset_read_in_at_once_one_supersedes_the_other(act):
    found = act("two")
    assert found["codes"] == [0, 0]
    assert sorted(found["states"]) == ["in-force", "superseded"]
    assert found["values"] == [1.0 if found["names"] == ["ett.csv"] else 2.0]  # never some of each
    assert found["contents"] == 2  # the one that was replaced keeps what it held
    assert found["chain"]
    assert found["part"] == []


def test_one_import_taken_up_by_two_workers_and_confirmed_twice_is_read_once(act):
    found = act("same")
    assert found["codes"] == [0, 0, 0, 0]
    assert sorted(found["states"]) == ["in-force", "superseded"]
    assert len(found["values"]) == 1
    assert found["contents"] == 2
    assert found["chain"]


def test_a_full_disk_stops_both_the_file_and_the_import_and_changes_nothing(act):
    found = act("full")
    assert found["received"] == (
        "Filen kunde inte sparas. Disken är full. Ingenting har ändrats; be driften göra plats och försök igen."
    )
    full = found["full"]
    assert full["states"] == ["in-force", "failed"]
    assert "Disken är full." in full["messages"][1]
    assert (full["contents"], full["values"], full["part"]) == (1, [1.0], [])
    assert found["after"]["states"] == ["in-force", "in-force"]
    assert found["after"]["chain"]
