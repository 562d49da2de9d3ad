"""Confirming a file, taking it away, and starting again what a dead worker left."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.evidence.models import DataImport, ImportState
from samsyn.evidence.services.run import is_alive, run_import
from samsyn.evidence.workflow import may
from samsyn.people.models import Member
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError

SILENT_FOR = timedelta(minutes=10)  # a worker on another host that has not been heard of so long is dead
LOST_AFTER = timedelta(hours=1)  # a worker that lives but has let go of the run, for it could not even say so


def confirm(*, data_import: DataImport, by: Member | None) -> DataImport:
    """Queue a prepared file to be read in by the worker."""
    from samsyn.evidence.tasks import run_import_job

    with transaction.atomic():
        _queue(data_import, by)
        run_import_job.enqueue(data_import.pk)
    data_import.refresh_from_db()
    return data_import


def confirm_and_run(*, data_import: DataImport, by: Member | None) -> DataImport:
    """Confirm a prepared file and read it in here and now, for the command line and the example."""
    with transaction.atomic():
        _queue(data_import, by)
    run_import(data_import.pk)
    data_import.refresh_from_db()
    return data_import


def _queue(data_import: DataImport, by: Member | None) -> None:
    row = DataImport.objects.select_for_update().get(pk=data_import.pk)
    if row.dataset_id is None or not row.reader:
        raise UserError(
            _(
                "Filen kan inte läsas in ännu. Det är inte valt vilken datamängd den hör till. Välj datamängd och läsare först."
            )
        )
    if row.state != ImportState.RECEIVED:
        raise StaleError(
            _(
                "Ingenting ändrades. Filen är redan bekräftad, inläst eller borttagen. Ladda om sidan för att se hur det står till."
            )
        )
    row.state, row.beat_at, row.message = ImportState.QUEUED, now(), ""
    row.save(update_fields=["state", "beat_at", "message"])
    record(Event.IMPORT_CONFIRMED, row, by=by, dataset=row.dataset_id, reader=row.reader)


@transaction.atomic
def discard(*, data_import: DataImport, by: Member | None) -> DataImport:
    """Take away a file that is not in force. The original is kept, and the log says who did it."""
    row = DataImport.objects.select_for_update().get(pk=data_import.pk)
    if not may(row.state, ImportState.DISCARDED):
        raise UserError(
            _(
                "Filen togs inte bort. Den är redan inläst, och det som har gällt sparas alltid. "
                "Läs in en rättad fil i stället, så ersätter den här."
            )
        )
    row.state, row.run, row.finished_at = ImportState.DISCARDED, "", now()
    row.save(update_fields=["state", "run", "finished_at"])
    record(Event.IMPORT_DISCARDED, row, by=by)
    data_import.refresh_from_db()
    return data_import


def resume_stuck() -> int:
    """Queue again the imports whose worker has died, or whose job was lost; return how many.

    Called at start and by the clock's tick. The dead run can no longer finish: the new one has another `run`.
    """
    from samsyn.evidence.store import figures
    from samsyn.evidence.tasks import run_import_job

    figures().sweep()
    silent = now() - SILENT_FOR
    stuck = DataImport.objects.filter(
        Q(state=ImportState.RUNNING) | Q(state=ImportState.QUEUED, beat_at__lt=silent)
    )
    count = 0
    for row in stuck:
        if row.state == ImportState.RUNNING and not _is_dead(row):
            continue
        with transaction.atomic():
            mine = DataImport.objects.filter(pk=row.pk, state=row.state, run=row.run)
            if not mine.update(state=ImportState.QUEUED, run="", beat_at=now()):
                continue
            record(Event.IMPORT_RESUMED, row)
            run_import_job.enqueue(row.pk)
        count += 1
    return count


def _is_dead(row: DataImport) -> bool:
    alive = is_alive(row.worker)
    if alive is False:
        return True
    limit = SILENT_FOR if alive is None else LOST_AFTER
    return row.beat_at is None or row.beat_at < now() - limit
