"""Files of ten million rows: read in within 1.5 GiB with every count right, or answered in three sentences, never killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from samsyn.sources.observing import MOST_FIGURES

ROWS, FEW = 10_000_000, 20_000
MOST_MIB = 1536

pytestmark = pytest.mark.one_database


@pytest.fixture
def read(empty_store):
    def run(kind, rows):
        environment = {name: value for name, value in os.environ.items() if name != "SAMSYN_DATABASE"}
        environment |= {
            "SAMSYN_DATA": str(empty_store), "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
            "SAMSYN_LOG_LEVEL": "CRITICAL", "SAMSYN_MAX_FILE_MB": "2000",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "tests.soak.huge", kind, str(rows)],
            env=environment, capture_output=True, text=True, timeout=1800,
        )  # fmt: skip
        assert done.returncode == 0, (done.returncode, done.stdout[-2000:], done.stderr[-4000:])
        found = json.loads(done.stdout.splitlines()[-1])
        print(
            f"\n{rows} rows of {kind}, {found['megabytes']} MB: {found['state']} in {found['seconds']} s, "
            f"peak {found['peak']} MiB. {found['message']}"
        )
        assert found["peak"] < MOST_MIB
        return found

    return run


def _is_right(found, rows):
    soder = -(-rows // 3)
    assert (found["state"], found["taken"]) == ("in-force", rows)
    assert (found["refused"], found["outside"]) == (0, 0)
    assert (found["soder"], found["norr"]) == (soder, rows - soder)


def test_a_file_of_incidents_is_read_within_bounds_with_every_count_right(read):
    _is_right(read("incidents", FEW), FEW)


def test_a_file_of_figures_whose_areas_nobody_knows_is_stopped_in_words(read):
    found = read("population", FEW)
    assert found["state"] == "failed"
    assert found["message"].startswith("Ingen rad i filen kunde läsas in.")


@pytest.mark.soak
def test_ten_million_incidents_are_read_within_bounds_with_every_count_right(read):
    _is_right(read("incidents", ROWS), ROWS)


@pytest.mark.soak
def test_ten_million_figures_are_refused_in_words_and_the_worker_lives(read):
    found = read("population", ROWS)
    assert ROWS > MOST_FIGURES
    assert (found["state"], found["contents"]) == ("failed", 0)
    assert found["message"] == (
        "Filen population.csv är större än vi kan läsa i den här formen. Gränsen är 3 000 000 värden. "
        "Dela filen i flera delar, till exempel en per år, och lämna in dem var för sig."
    )
