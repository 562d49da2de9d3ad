"""The one transaction in which an import comes into force, and what it replaces."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.evidence.models import DataImport, Dataset, ImportContents, ImportState
from samsyn.evidence.store import figures
from samsyn.places.models import Division
from samsyn.ui.clock import now
from samsyn.ui.texts import say

SAME_FIGURES = gettext_noop(
    "Filen ändrade ingenting. Talen i den är exakt desamma som i {file}, som lästes in {day}. Det som gällde gäller fortfarande."
)
SOME_ERRORS = gettext_noop("{count} rader hade fel och lästes inte in.")
SOME_OUTSIDE = gettext_noop(
    "{count} händelser ligger utanför stadens områden eller saknar plats. De räknas inte i något område."
)
REPLACED = gettext_noop("Inläsningen ersätter {file} från {day}.")

_COVERED = """
SELECT count(*) AS missing FROM (
  SELECT metric, area, period_start, period_end FROM read_parquet($old)
  EXCEPT SELECT metric, area, period_start, period_end FROM read_parquet($new))
"""
_DIFFERENT = """
SELECT count(*) AS many FROM (
  (SELECT * EXCLUDE (row) FROM read_parquet($old) EXCEPT ALL SELECT * EXCLUDE (row) FROM read_parquet($new))
  UNION ALL
  (SELECT * EXCLUDE (row) FROM read_parquet($new) EXCEPT ALL SELECT * EXCLUDE (row) FROM read_parquet($old)))
"""


class OvertakenError(Exception):
    """Another run has this import, or somebody took it away: this run changes nothing."""


@dataclass(frozen=True)
class Outcome:
    """What a run has read and written, before anything is in force."""

    figures_checksum: str
    incidents_checksum: str
    errors_checksum: str
    contents: list[dict[str, Any]]
    rows_read: int
    rows_refused: int
    rows_outside: int
    rows_left_out: int = 0  # read, not wrong and not taken: other municipalities, other surveys
    notes: list[dict[str, Any]] = field(default_factory=list)


def finish(data_import: DataImport, outcome: Outcome) -> None:
    """Set the import in force in one transaction: contents, what it supersedes, the log.

    Figures that are the same as those already in force change nothing. Raises OvertakenError.
    """
    assert data_import.dataset_id is not None
    seen: dict[tuple[str, str, str], bool] = {}
    _compare(data_import, outcome, seen)  # the slow reading comes before the locks
    with transaction.atomic():
        row = DataImport.objects.select_for_update().get(pk=data_import.pk)
        if row.state != ImportState.RUNNING or row.run != data_import.run:
            raise OvertakenError
        Dataset.objects.select_for_update().get(pk=data_import.dataset_id)
        same, replaced = _compare(data_import, outcome, seen)
        _fill(row, outcome)
        if same is not None:
            _change_nothing(row, same)
        else:
            _set_in_force(row, outcome, replaced)
    data_import.refresh_from_db()


def _fill(row: DataImport, outcome: Outcome) -> None:
    row.figures_checksum, row.incidents_checksum = outcome.figures_checksum, outcome.incidents_checksum
    row.errors_checksum = outcome.errors_checksum
    row.rows_done = row.rows_total = outcome.rows_read
    row.rows_refused, row.rows_outside = outcome.rows_refused, outcome.rows_outside
    row.rows_left_out = outcome.rows_left_out
    row.rows_taken = max(outcome.rows_read - outcome.rows_refused - outcome.rows_left_out, 0)
    row.finished_at = now()
    row.warnings = list(outcome.notes)
    if outcome.rows_refused:
        row.warnings.append(_note(SOME_ERRORS, count=outcome.rows_refused))
    if outcome.rows_outside:
        row.warnings.append(_note(SOME_OUTSIDE, count=outcome.rows_outside))


def _note(template: str, **facts: Any) -> dict[str, Any]:
    return {"template": template, "facts": facts, "kind": "note"}


def _about(row: DataImport) -> dict[str, str]:
    return {"file": row.file_name, "day": (row.finished_at or row.received_at).date().isoformat()}


def _change_nothing(row: DataImport, same: DataImport) -> None:
    facts = _about(same)
    row.state, row.message = ImportState.DISCARDED, say(SAME_FIGURES, facts)
    row.warnings = [_note(SAME_FIGURES, **facts), *row.warnings]
    row.save()
    record(Event.IMPORT_FINISHED, row, by=row.received_by, same_as=same.pk, changed=False)


def _set_in_force(row: DataImport, outcome: Outcome, replaced: list[DataImport]) -> None:
    row.state, row.message = ImportState.IN_FORCE, ""
    row.supersedes = replaced[0] if replaced else None
    row.warnings += [_note(REPLACED, **_about(old)) for old in replaced]
    row.save()
    divisions = dict(Division.objects.filter(city=row.city_id).values_list("slug", "pk"))
    ImportContents.objects.bulk_create(
        ImportContents(data_import=row, division_id=divisions[entry["division"]], **_rest(entry))
        for entry in outcome.contents
    )
    record(
        Event.IMPORT_FINISHED,
        row,
        by=row.received_by,
        figures=outcome.figures_checksum,
        incidents=outcome.incidents_checksum,
        rows=row.rows_taken,
        refused=row.rows_refused,
    )
    for old in replaced:
        old.state = ImportState.SUPERSEDED
        old.save(update_fields=["state"])
        record(Event.IMPORT_SUPERSEDED, old, by=row.received_by, superseded_by=row.pk)


def _rest(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "division"}


def _compare(
    data_import: DataImport, outcome: Outcome, seen: dict[tuple[str, str, str], bool]
) -> tuple[DataImport | None, list[DataImport]]:
    """Return the import in force with the same figures, and those whose every cell this one has too, newest first.

    seen  answers already found: files never change, so an answer holds for ever
    """
    older = DataImport.objects.filter(dataset=data_import.dataset, state=ImportState.IN_FORCE)
    found = []
    for old in older.exclude(pk=data_import.pk).order_by("-finished_at", "-pk"):
        if _is_same(old, outcome, seen):
            return old, []
        if _is_covered(old, outcome, seen):
            found.append(old)
    return None, found


def _is_same(old: DataImport, new: Outcome, seen: dict[tuple[str, str, str], bool]) -> bool:
    if old.incidents_checksum != new.incidents_checksum:
        return False
    if old.figures_checksum == new.figures_checksum:
        return True
    return _ask("same", _DIFFERENT, "many", old, new, seen)


def _is_covered(old: DataImport, new: Outcome, seen: dict[tuple[str, str, str], bool]) -> bool:
    return _ask("covered", _COVERED, "missing", old, new, seen)


def _ask(
    question: str,
    sql: str,
    column: str,
    old: DataImport,
    new: Outcome,
    seen: dict[tuple[str, str, str], bool],
) -> bool:
    """Whether the query counts nothing."""
    from samsyn.engine.reading import ask

    if not old.figures_checksum or not new.figures_checksum:
        return False
    key = (question, old.figures_checksum, new.figures_checksum)
    if key not in seen:
        store = figures()
        files = {"old": str(store.path(old.figures_checksum)), "new": str(store.path(new.figures_checksum))}
        seen[key] = ask(sql, files)[column][0].as_py() == 0
    return seen[key]
