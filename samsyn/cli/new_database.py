"""The tables of a new database, made at once from the models as they are. Migrations change those that are there (ADR 0021)."""

from __future__ import annotations

from typing import Any, cast

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

OURS = "samsyn."


def make_ready() -> None:
    """Make the tables of a new database, and bring those of an older one up to date."""
    if not make():
        call_command("migrate", verbosity=0)


def make() -> bool:
    """Make every table and guard, and note every migration as applied. Return whether it did: not when any table is there.

    All or nothing: a kill in the middle leaves an empty database.
    """
    if connection.introspection.table_names():
        return False
    executor = MigrationExecutor(connection)
    plan = [one for one, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    notes = MigrationRecorder(connection)
    now: Any = apps  # where a migration would be given the models as they were
    with connection.schema_editor() as editor:
        for model in cast("list[type[Model]]", [*apps.get_models(), notes.Migration]):
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for migration in plan:
            for step in migration.operations:
                if isinstance(step, RunPython) and migration.__module__.startswith(OURS):
                    step.code(now, editor)  # guards; what changes rows finds none
            notes.record_applied(migration.app_label, migration.name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    return True
