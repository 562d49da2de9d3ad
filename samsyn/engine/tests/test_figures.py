"""The store of figures: whole or not at all, and never changed."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pyarrow as pa
import pytest

from samsyn.engine import reading
from samsyn.engine.figures import FIGURES, FigureStore, StoreError


def figures(value=1.0, area="x/y/1", metric="reported_crime", year=2024):
    row = {
        "row": 2, "metric": metric, "division": "y", "area": area, "grain": "year",
        "period_start": date(year, 1, 1), "period_end": date(year + 1, 1, 1), "value": value, "state": "value",
        "base": None, "low": None, "high": None,
    }  # fmt: skip
    return pa.Table.from_pylist([row], schema=FIGURES)


@pytest.fixture
def store(tmp_path):
    return FigureStore(tmp_path / "figures")


def test_a_file_is_named_by_its_checksum_and_cannot_be_written(store):
    import hashlib

    checksum = store.write(figures())
    path = store.path(checksum)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == checksum
    assert path.parent.name == checksum[:2]
    assert path.stat().st_mode & 0o777 == 0o444
    assert store.read(checksum).to_pylist()[0]["value"] == 1.0


def test_the_same_table_twice_is_one_file(store):
    assert store.write(figures()) == store.write(figures())
    assert len(list(store.folder.rglob("*.parquet"))) == 1


def test_an_error_in_the_middle_leaves_nothing(store):
    with pytest.raises(RuntimeError), store.writer(FIGURES) as writer:
        writer.write(figures())
        raise RuntimeError
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_writes_is_not(store):
    child = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True
    )
    store.folder.mkdir()
    dead = store.folder / f".{child.stdout.strip()}-00.part"
    dead.write_bytes(b"half")
    with store.writer(FIGURES) as writer:
        assert store.sweep() == 1
        writer.write(figures())
        assert store.has(writer.keep())
    assert not dead.exists()


def test_a_full_disk_is_said_and_leaves_nothing(store, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError) as error:
        store.write(figures())
    assert error.value.is_full
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "figures").write_text("a file in the way")
    with pytest.raises(StoreError) as error:
        FigureStore(tmp_path / "figures").write(figures())
    assert not error.value.is_full


def test_rows_are_selected_by_metric_area_and_grain_and_know_their_import(store):
    files = {
        store.path(store.write(figures(value))): number
        for value, number in ((1.0, 11), (2.0, 12))
    }  # fmt: skip
    other = store.path(store.write(figures(9.0, area="x/y/2")))
    rows = reading.select({**files, other: 13}, ["reported_crime"], ["x/y/1"], "year").to_pylist()
    assert [(row["import_id"], row["rank"], row["value"]) for row in rows] == [(11, 0, 1.0), (12, 1, 2.0)]
    assert reading.select(files, ["reported_crime"], ["x/y/1"], "month").num_rows == 0
    assert reading.select({}, ["reported_crime"], ["x/y/1"]).num_rows == 0


def test_many_threads_read_at_once(store):
    files = {store.path(store.write(figures(float(n), area=f"x/y/{n}"))): n for n in range(8)}
    ask = lambda n: reading.select(files, ["reported_crime"], [f"x/y/{n}"])["value"].to_pylist()  # noqa: E731
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, [n % 8 for n in range(64)])) == [[float(n % 8)] for n in range(64)]
