"""The job that reads a file in. A kill at any moment leaves the old state or the new one, never half."""

from __future__ import annotations

import os
import platform
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
from django.db import OperationalError, transaction
from django.utils.translation import gettext_noop, override

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.evidence.models import DataImport, ImportState
from samsyn.evidence.services.errors import ErrorList
from samsyn.evidence.services.files import disk_message, named_file
from samsyn.evidence.services.finish import Outcome, OvertakenError, finish
from samsyn.evidence.services.previews import first_rows, reader_for, reader_options
from samsyn.sources.contract import SourceError
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError
from samsyn.ui.texts import say

log = structlog.get_logger("samsyn.evidence")

ONLY_OTHERS = gettext_noop(
    "Ingen rad i filen gäller {city}. Vi läste {count} rader, och alla gäller andra kommuner eller är inte valda. "
    "Kontrollera att det är rätt fil, och att den hör till rätt stad."
)
NOTHING_TAKEN = gettext_noop(
    "Ingen rad i filen kunde läsas in. {refused} rader hade fel, och ingen var hel. "
    "Öppna listan över fel, rätta filen och lämna in den igen."
)
UNEXPECTED = gettext_noop(
    "Inläsningen stoppades av ett fel i programmet. Ingenting har ändrats, och det som gällde förut gäller fortfarande. "
    "Försök igen; händer det på nytt, lämna numret {number} till driften."
)
_SECONDS_BETWEEN = 1.0
_MOST_NOTES = 40


def worker_name() -> str:
    """Return which process this is: host, id, and when the process started, for an id may come again."""
    return f"{platform.node()[:80]}|{os.getpid()}|{_started(os.getpid())}"


def _started(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def is_alive(worker: str) -> bool | None:
    """Whether the process lives; None when it runs on another host, where nobody here can tell."""
    host, _bar, rest = worker.partition("|")
    pid, _bar, started = rest.partition("|")
    if host != platform.node()[:80] or not pid.isdigit():
        return None
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return not started or _started(int(pid)) == started


class Beat:
    """Writes how far the run has come, outside the last transaction, at most once a second."""

    def __init__(self, data_import: DataImport) -> None:
        self._import, self._next = data_import, 0.0
        self.rows, self.total = 0, 0

    def rows_read(self, more: int) -> None:
        self.rows += more
        self()

    def bytes_read(self, done: int, total: int) -> None:
        """Guess the rows of the whole file from the share of its bytes that are read."""
        if done and total:
            self.total = int(self.rows * max(total / done, 1.0))

    def __call__(self) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _SECONDS_BETWEEN
        mine = DataImport.objects.filter(pk=self._import.pk, run=self._import.run, state=ImportState.RUNNING)
        total = max(self.total, self.rows) or None
        try:
            with transaction.atomic():
                alive = mine.update(rows_done=self.rows, rows_total=total, beat_at=now())
        except OperationalError:  # the database is busy: the next beat will do
            return
        if not alive:
            raise OvertakenError


def run_import(pk: int) -> None:
    """Read a queued import in. Does nothing when another run has it."""
    data_import = start(pk)
    if data_import is None:
        return
    with override("sv"):
        try:
            finish(data_import, read(data_import))
        except OvertakenError:
            log.info("import-overtaken", data_import=pk)
        except Exception as error:
            _stop(data_import, error)


def start(pk: int) -> DataImport | None:
    """Take a queued import: of two runs that try, one gets it."""
    run = uuid.uuid4().hex
    taken = DataImport.objects.filter(pk=pk, state=ImportState.QUEUED).update(
        state=ImportState.RUNNING, run=run, worker=worker_name(), beat_at=now(), rows_done=0, rows_total=None
    )
    if not taken:
        return None
    return DataImport.objects.select_related("city", "dataset", "division").get(pk=pk)


def read(data_import: DataImport) -> Outcome:
    """Read the whole file, write its figures, and return what to set in force. The database is not changed."""
    reader = reader_for(data_import.reader)
    beat, errors = Beat(data_import), ErrorList()
    collector = _collector(reader.kind, data_import, errors)
    notes: list[tuple[str, Mapping[str, Any]]] = []
    left_out = 0
    options = data_import.options or first_rows(data_import, reader, None).options
    try:
        with named_file(data_import) as path:
            for batch in reader.batches(path, reader_options(options), progress=beat.bytes_read):
                errors.add(batch.errors, batch.refused)
                left_out += batch.left_out
                notes.extend(batch.notes)
                collector.add(batch)
                beat.rows_read(batch.rows_read)
        figures_checksum, contents = collector.finish(beat)
        if not figures_checksum and not getattr(collector, "incidents_checksum", ""):
            raise _nothing(errors, data_import, left_out + collector.left_out)
        return Outcome(
            figures_checksum=figures_checksum,
            incidents_checksum=getattr(collector, "incidents_checksum", ""),
            errors_checksum=errors.keep(),
            contents=contents,
            rows_read=beat.rows,
            rows_refused=errors.refused,
            rows_outside=collector.outside,
            rows_left_out=left_out + collector.left_out,
            notes=_once([*notes, *collector.notes]),
        )
    finally:
        if hasattr(collector, "close"):
            collector.close()


def _collector(kind: str, data_import: DataImport, errors: ErrorList) -> Any:
    if kind == "observations":
        from samsyn.evidence.services.observations import Observations

        return Observations(data_import, errors)
    from samsyn.evidence.services.incidents import Incidents

    return Incidents(data_import, errors, is_feed=kind == "feed")


def _nothing(errors: ErrorList, data_import: DataImport, left_out: int) -> SourceError:
    """The file gave no figure: keep the list of errors, so that one can see why."""
    DataImport.objects.filter(pk=data_import.pk, run=data_import.run).update(
        errors_checksum=errors.keep(), rows_refused=errors.refused, rows_left_out=left_out
    )
    if not errors.refused and left_out:
        return SourceError(ONLY_OTHERS, city=data_import.city.name, count=left_out)
    return SourceError(NOTHING_TAKEN, refused=errors.refused)


def _once(notes: list[tuple[str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Return notes as they are stored, each once."""
    found: dict[str, dict[str, Any]] = {}
    for template, facts in notes:
        entry = {"template": str(template), "facts": {k: _plain(v) for k, v in facts.items()}, "kind": "note"}
        found.setdefault(str(entry), entry)
    return list(found.values())[:_MOST_NOTES]


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def _stop(data_import: DataImport, error: Exception) -> None:
    """Say why the import stopped. What was in force stays in force."""
    template, facts = explain(data_import, error)
    with transaction.atomic():
        row = DataImport.objects.select_for_update().get(pk=data_import.pk)
        if row.state != ImportState.RUNNING or row.run != data_import.run:
            return
        row.state, row.finished_at = ImportState.FAILED, now()
        row.message = say(template, facts)
        row.warnings = [{"template": template, "facts": facts, "kind": "error"}]
        row.save(update_fields=["state", "finished_at", "message", "warnings"])
        record(Event.IMPORT_FAILED, row, reason=type(error).__name__)


def explain(data_import: DataImport, error: Exception) -> tuple[str, dict[str, Any]]:
    """Return the three sentences for an error: the reader's own, the disk's, or that the program is at fault."""
    from samsyn.engine.figures import StoreError

    if isinstance(error, SourceError):
        return error.template, {name: _plain(value) for name, value in error.facts.items()}
    if isinstance(error, UserError):
        return error.message.replace("{", "{{").replace("}", "}}"), {}
    if isinstance(error, StoreError):
        return disk_message(is_full=error.is_full), {}
    number = f"{data_import.pk}-{uuid.uuid4().hex[:8]}"
    log.error("import-failed", data_import=data_import.pk, number=number, exc_info=error)
    return UNEXPECTED, {"number": number}
