"""Whether the program can do its work: reasons are codes, so that nothing about the installation leaks."""

from __future__ import annotations

import time
import uuid
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

HEARTBEAT = "worker-heartbeat"  # a file in SAMSYN_DATA whose time the job worker renews
SILENT_AFTER_S = 180
_migrated = False


def problems() -> list[str]:
    """Return what is wrong, as codes: database, migrations, data-folder, worker-silent. Empty means ready."""
    found: list[str] = []
    if not _database_answers():
        found.append("database")
    elif not _is_migrated():
        found.append("migrations")
    if not _data_folder_is_writable():
        found.append("data-folder")
    if _worker_is_silent():
        found.append("worker-silent")
    return found


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except DatabaseError:
        return False


def _is_migrated() -> bool:
    """Whether every migration is done. A yes is kept: migrations are not undone under a running program."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _data_folder_is_writable() -> bool:
    path = Path(settings.SAMSYN_DATA) / f".ready-{uuid.uuid4().hex}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        path.unlink()
    except OSError:
        return False
    return True


def _worker_is_silent() -> bool:
    """Whether a worker has been heard, and not lately. Without a heartbeat file there is nothing to say."""
    try:
        heard = (Path(settings.SAMSYN_DATA) / HEARTBEAT).stat().st_mtime
    except OSError:
        return False
    return time.time() - heard > SILENT_AFTER_S
