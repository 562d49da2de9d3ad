"""Kills imports with -9 at random moments: `python -m samsyn.evidence.tests.kills 10`. SAMSYN_DATA must be empty.

Each round: a file that replaces the one in force is queued; the run is killed; what is in the store must be the old
state or the new one; then the worker is started again and must bring the new state about.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path

ROWS = 2_000
LOADED_BEFORE_THE_FORKS = (  # and used only in them
    "duckdb", "numpy.ma", "pyarrow.acero", "pyarrow.compute", "pyarrow.csv", "pyarrow.dataset", "pyarrow.parquet", "pyproj", "shapely",
    "django.db.models.sql.compiler", "samsyn.analysis.locate", "samsyn.audit.queries", "samsyn.engine.reading", "samsyn.evidence.queries",
    "samsyn.evidence.services.incidents", "samsyn.evidence.tasks", "samsyn.sources.registry", "samsyn.sources.incidents.reader",
)  # fmt: skip


def main(kills: int) -> None:
    import django

    django.setup()
    for name in LOADED_BEFORE_THE_FORKS:
        import_module(name)

    assert _child(_set_up) == 0
    assert _child(lambda: _prepare(0)) == 0
    began = time.monotonic()
    assert _child(_work) == 0
    takes = time.monotonic() - began
    chance, moments = random.Random(7), {"old": 0, "new": 0}
    for number in range(1, kills + 1):
        assert _child(lambda number=number: _prepare(number)) == 0
        _child(_work, kill_after=chance.uniform(0.05, takes * 1.05))
        state = _child(lambda number=number: _check(number))
        assert state in {10, 11}, f"round {number}: the store is neither old nor new ({state})"
        moments["new" if state == 11 else "old"] += 1
        assert _child(_work) == 0
        assert _child(lambda number=number: _check(number)) == 11, f"round {number}: not resumed"
    print(f"{kills} kills: {moments['old']} left the old state, {moments['new']} the new")


def _child(work: Callable[[], int | None], kill_after: float | None = None) -> int:
    """Run work in a fork; return its exit code, negative when it was killed."""
    pid = os.fork()
    if not pid:
        try:
            code = work() or 0
            sys.stdout.flush()
        except BaseException:
            import traceback

            traceback.print_exc()
            code = 1
        os._exit(code)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _set_up() -> None:
    import shapely
    from django.core.management import call_command

    from samsyn.evidence import services
    from samsyn.evidence.models import Dataset
    from samsyn.places.models import AreaKind
    from samsyn.places.services import NewArea, add_city, add_division

    call_command("migrate", verbosity=0)
    city = add_city(name="Exempelstaden", is_example=True)
    add_division(
        city=city, name="Primärområden", kind=AreaKind.PRIMARY_AREA, valid_from=date(2021, 1, 1), source="x", licence="CC0",
        areas=[NewArea(str(n), f"Ruta {n}", shapely.to_wkb(shapely.box(n, 0, n + 1, 1))) for n in range(10)],
    )  # fmt: skip
    services.add_dataset(
        city=city, source_name="x", name="Händelser", kind="incidents", reader="incidents", licence="CC0",
        attribution="x", by=None,
    )  # fmt: skip
    Dataset.objects.update(shared="whole")  # figures are counted below as both see them


def _prepare(number: int) -> None:
    """Queue a file whose every month and area holds one incident more than the last file's."""
    from samsyn.evidence import services
    from samsyn.evidence.models import Dataset

    dataset = Dataset.objects.get()
    start = datetime(2024, 1, 1)
    lines = [
        f"{start + timedelta(minutes=25 * n):%Y-%m-%d %H:%M},stold,{n % 10 + 0.5},0.5\n"
        for n in range(ROWS + number)
    ]
    text = "datum,typ,longitud,latitud\n" + "".join(lines)
    row = services.receive_file(
        city=dataset.city, upload=io.BytesIO(text.encode()), file_name=f"{number}.csv", by=None
    )
    options = dict(services.preview(row, "incidents").options)
    services.choose(
        data_import=row, dataset=dataset, reader="incidents", options=options, division=None, by=None
    )
    services.confirm(data_import=row, by=None)


def _work() -> None:
    """What a worker does when it starts: take up what a dead one left, then what is queued."""
    from samsyn.evidence import services
    from samsyn.evidence.models import DataImport, ImportState

    services.resume_stuck()
    for pk in DataImport.objects.filter(state=ImportState.QUEUED).values_list("pk", flat=True):
        services.run_import(pk)


def _check(number: int) -> int:
    """Return 10 for the old state, 11 for the new one, 12 for anything else."""
    from django.conf import settings

    from samsyn.audit.queries import check_chain
    from samsyn.evidence import queries
    from samsyn.evidence.models import DataImport, ImportContents, ImportState
    from samsyn.evidence.store import figures

    new = DataImport.objects.get(file_name=f"{number}.csv")
    in_force = list(DataImport.objects.filter(state=ImportState.IN_FORCE))
    if len(in_force) != 1 or not check_chain().is_whole:
        return 12
    held = in_force[0]
    is_new = held == new
    if not is_new and new.state not in {ImportState.QUEUED, ImportState.RUNNING}:
        return 12
    if is_new != ImportContents.objects.filter(data_import=new).exists():
        return 12
    if is_new and (held.supersedes is None or held.supersedes.state != ImportState.SUPERSEDED):
        return 12
    for path in (Path(settings.SAMSYN_DATA) / "figures").rglob("*.parquet"):
        if hashlib.sha256(path.read_bytes()).hexdigest() != path.stem:
            return 12
    areas = list(held.contents.first().division.areas.all())
    found = queries.table(["incidents"], areas, "month")
    total = sum(row.value for rows in found.values() for row in rows)
    expected = ROWS + int(held.file_name.removesuffix(".csv"))
    if total != expected or figures().read(held.incidents_checksum).num_rows != expected:
        return 12
    return 11 if is_new else 10


if __name__ == "__main__":
    main(int(sys.argv[1]))
