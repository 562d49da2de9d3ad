"""A kill -9 at any moment of an import leaves the old state or the new one."""

import os
import re
import subprocess
import sys

import pytest


def run(kills, folder, timeout):
    environment = {name: value for name, value in os.environ.items() if name != "SAMSYN_DATABASE"}
    environment |= {"SAMSYN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "samsyn.config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "samsyn.evidence.tests.kills", str(kills)],
        env=environment, capture_output=True, text=True, timeout=timeout,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    counts = re.search(r"(\d+) left the old state, (\d+) the new", done.stdout)
    assert counts is not None
    assert int(counts[1]) + int(counts[2]) == kills
    return int(counts[1])


@pytest.mark.one_database  # processes of its own, on a SQLite file
def test_ten_kills_leave_the_old_state_or_the_new_and_the_import_is_taken_up_again(empty_store):
    assert run(10, empty_store, 300) > 0


@pytest.mark.soak
@pytest.mark.skipif("SAMSYN_SOAK_KILLS" not in os.environ, reason="the long form runs in make soak")
def test_many_kills_leave_the_old_state_or_the_new(empty_store):
    assert run(int(os.environ["SAMSYN_SOAK_KILLS"]), empty_store, 7200) > 0
