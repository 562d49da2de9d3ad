"""Jobs of evidence, run by the worker beside the pages."""

from __future__ import annotations

from django_tasks import task


@task()
def run_import_job(pk: int) -> None:
    """Read one confirmed file in. The last of a row of files makes the city's pages ready for their first reader."""
    from samsyn.evidence import hooks
    from samsyn.evidence.models import DataImport, ImportState
    from samsyn.evidence.services.run import run_import

    run_import(pk)
    row = DataImport.objects.select_related("city").filter(pk=pk).first()
    under_way = DataImport.objects.filter(state__in={ImportState.QUEUED, ImportState.RUNNING})
    if row is not None and not under_way.filter(city=row.city).exists():
        hooks.figures_may_be_new(row.city)
