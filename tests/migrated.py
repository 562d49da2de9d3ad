"""A database that was migrated once, for every process of a test run to begin with a copy of it.

`bin/test` makes it and names it in SAMSYN_MIGRATED: a SQLite file, or a PostgreSQL database. Django still looks for
migrations that are missing, so that an old one is brought up to date and nothing depends on it.
"""

from __future__ import annotations

import os
import sqlite3
from typing import Any


def begin_with_a_copy(connection: Any) -> None:
    """Let the test database of this connection begin as a copy of what SAMSYN_MIGRATED names; else it begins empty."""
    template = os.environ.get("SAMSYN_MIGRATED", "")
    if not template:
        return
    if connection.vendor != "sqlite":
        connection.settings_dict["TEST"]["TEMPLATE"] = template
        return
    create = connection.creation._create_test_db

    def filled(*args: Any, **options: Any) -> Any:
        name = create(*args, **options)
        connection.settings_dict["NAME"] = name
        connection.ensure_connection()
        source = sqlite3.connect(f"file:{template}?mode=ro", uri=True)
        source.backup(connection.connection)
        source.close()
        return name

    connection.creation._create_test_db = filled
