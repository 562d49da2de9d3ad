"""Acts in a process of its own, on a SQLite file: `python -m samsyn.evidence.tests.at_once two|same|full`.

SAMSYN_DATA must be empty. Prints what came of it as one line of JSON.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
from pathlib import Path

ROWS = 300_000


def main(act: str) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.small_city import build_city

    build_city()
    print(json.dumps({"two": two_files, "same": same_import, "full": full_disk}[act]()))


def prepare(text: str, name: str, *, reader: str = "bra-csv", kind: str = "observations") -> int:
    from samsyn.evidence import services
    from samsyn.evidence.models import Dataset
    from samsyn.places.models import City

    city = City.objects.get()
    dataset = Dataset.objects.filter(kind=kind).first() or services.add_dataset(
        city=city, source_name="x", name=kind, kind=kind, reader=reader, licence="CC0", attribution="x", by=None
    )  # fmt: skip
    Dataset.objects.update(shared="whole")  # figures are counted below as both see them
    row = services.receive_file(city=city, upload=io.BytesIO(text.encode()), file_name=name, by=None)
    options = dict(services.preview(row, reader).options)
    services.choose(data_import=row, dataset=dataset, reader=reader, options=options, division=None, by=None)
    return row.pk


def at_once(*acts) -> list[int]:
    """Run each act in a fork, all let go at the same moment; return their exit codes."""
    from django.db import connection

    connection.close()
    gate, opener = os.pipe()
    pids = []
    for act in acts:
        pid = os.fork()
        if not pid:
            os.close(opener)
            os.read(gate, 1)  # until the parent closes its end
            try:
                act()
                os._exit(0)
            except BaseException:
                import traceback

                traceback.print_exc()
                os._exit(1)
        pids.append(pid)
    os.close(opener)
    return [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]


def _confirm(pk: int) -> None:
    from samsyn.evidence import services
    from samsyn.evidence.models import DataImport

    services.confirm_and_run(data_import=DataImport.objects.get(pk=pk), by=None)


def crimes(value: int) -> str:
    rows = [f"{year},{name},alla_brott,{value}\n" for year in range(2021, 2025) for name in ("Norr", "Söder")]
    return "ar,omrade,brottstyp,antal\n" + "".join(rows)


def facts() -> dict:
    from samsyn.audit.queries import check_chain
    from samsyn.evidence import queries
    from samsyn.evidence.models import DataImport, ImportContents
    from samsyn.places.models import Area

    norr = Area.objects.get(key="exempelstaden/stadsomraden/norr")
    imports = DataImport.objects.order_by("pk")
    return {
        "states": list(imports.values_list("state", flat=True)),
        "names": list(imports.filter(state="in-force").values_list("file_name", flat=True)),
        "messages": [row.message for row in imports],
        "values": sorted({row.value for row in queries.series("reported_crime", norr)}),
        "contents": ImportContents.objects.count(),
        "chain": check_chain().is_whole,
        "part": [path.name for path in Path(os.environ["SAMSYN_DATA"]).rglob("*.part")],
    }


def two_files() -> dict:
    """Two files of one dataset, each covering the other, are read in at the same moment."""
    first, second = prepare(crimes(1), "ett.csv"), prepare(crimes(2), "tva.csv")
    codes = at_once(lambda: _confirm(first), lambda: _confirm(second))
    return facts() | {"codes": codes}


def same_import() -> dict:
    """Two workers take up one import, while two persons confirm another and hand in the same file."""
    from samsyn.evidence import services
    from samsyn.evidence.models import DataImport
    from samsyn.ui.errors import StaleError

    one, other = prepare(crimes(1), "ett.csv"), prepare(crimes(2), "tva.csv")
    DataImport.objects.filter(pk=one).update(state="queued")

    def confirm() -> None:
        try:
            _confirm(other)
        except StaleError as error:
            assert str(error).startswith("Ingenting ändrades.")

    codes = at_once(lambda: services.run_import(one), lambda: services.run_import(one), confirm, confirm)
    return facts() | {"codes": codes}


def full_disk() -> dict:
    """No file may grow past a limit: the real write fails, half-way. Then there is room again."""
    from samsyn.evidence import services
    from samsyn.evidence.models import DataImport
    from samsyn.ui.errors import UserError

    first = prepare(crimes(1), "ett.csv")
    _confirm(first)
    rows = [
        f"2024-{n % 12 + 1:02d}-{n % 28 + 1:02d} 12:00,stold,{12 + n * 7919 % 30011 / 1e6:.7f},{57.5 + n * 104729 % 20011 / 1e6:.7f}\n"
        for n in range(ROWS)
    ]
    text = "datum,typ,longitud,latitud\n" + "".join(rows)
    pk = prepare(text, "handelser.csv", reader="incidents", kind="incidents")
    with limit(_database() + 1_500_000):
        said = ""
        try:
            services.receive_file(
                city=DataImport.objects.get(pk=pk).city, upload=io.BytesIO(text.encode() + b"\n"), file_name="x.csv", by=None
            )  # fmt: skip
        except UserError as error:
            said = str(error)
        _confirm(pk)
    while_full = facts()
    row = DataImport.objects.get(pk=pk)
    services.choose(
        data_import=row, dataset=row.dataset, reader=row.reader, options=row.options, division=None, by=None
    )
    _confirm(pk)
    return {"full": while_full, "received": said, "after": facts()}


def _database() -> int:
    """Empty the database's journal into it, and return its size: it must have room to say what happened."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(connection.settings_dict["NAME"]).stat().st_size


class limit:  # noqa: N801
    """No file of this process may grow past so many bytes: a write beyond fails as on a full disk, with EFBIG."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __enter__(self) -> None:
        _soft, self.hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.size, self.hard))

    def __exit__(self, *error: object) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.hard, self.hard))


if __name__ == "__main__":
    main(sys.argv[1])
