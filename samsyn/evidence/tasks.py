"""Jobs of evidence, run by the worker beside the pages."""

from __future__ import annotations

from django_tasks import task


@task()
def run_import_job(pk: int) -> None:
    """Read one confirmed file in."""
    from samsyn.evidence.services.run import run_import

    run_import(pk)
