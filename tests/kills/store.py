"""A store read with SQL alone, by nothing of the program's own."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Key = tuple[Any, ...]

_SAID = {  # what a key asks for, when it is one value of one row that its last part names
    "shared": "SELECT shared FROM {table} WHERE id = ?",
    "state": "SELECT state FROM {table} WHERE id = ?",
    "text": "SELECT text FROM {table} WHERE id = ?",
    "gone": "SELECT removed_at IS NOT NULL FROM {table} WHERE id = ?",
}
_ELSE = {
    "release": "SELECT scope FROM releases_release WHERE id = ?",
    "approval": "SELECT checksum FROM records_approval WHERE subject_type = ? AND subject_id = ? AND party = ?"
    " AND voided_at IS NULL",
    "decision": "SELECT checksum FROM records_decision WHERE subject_type = ? AND subject_id = ?",
    "registered": "SELECT city_registry_number FROM records_decision WHERE id = ?",
    "stage": "SELECT stage FROM agreements_agreement WHERE id = ?",
    "signed": "SELECT checksum FROM agreements_signature WHERE agreement_id = ? AND party = ?",
    "standpoint": "SELECT text FROM records_standpoint WHERE disagreement_id = ? AND party = ?",
}


def table(label: str) -> str:
    return label.replace(".", "_")


class Store:
    """One connection, opened for one look: a fork takes none with it."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite:
            self._connection: Any = sqlite3.connect(urlsplit(url).path, timeout=20)
        else:
            import psycopg

            self._connection = psycopg.connect(url, autocommit=True)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    def rows(self, sql: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        marked = sql if self.is_sqlite else sql.replace("?", "%s")
        return list(self._connection.execute(marked, tuple(given)).fetchall())

    def value(self, key: Key) -> Any:
        """Return what a key asks for, "" where there is no such row."""
        name, *rest = key
        sql = _SAID[name].format(table=table(rest.pop(0))) if name in _SAID else _ELSE[name]
        found = self.rows(sql, rest)
        value = found[0][0] if found else ""
        return bool(value) if name == "gone" else value

    def has(self, label: str) -> bool:
        return bool(self.columns(label))

    def columns(self, label: str) -> set[str]:
        if self.is_sqlite:
            return {row[1] for row in self.rows(f"PRAGMA table_info({table(label)})")}
        sql = "SELECT column_name FROM information_schema.columns WHERE table_name = ?"
        return {row[0] for row in self.rows(sql, [table(label)])}

    def tables_with(self, *columns: str) -> list[str]:
        """Return the tables that have all of these columns."""
        if self.is_sqlite:
            names = [row[0] for row in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        else:
            names = [
                row[0] for row in self.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            ]
        return sorted(name for name in names if set(columns) <= self.columns(name))

    def wait_for_the_end_of(self, backend: int) -> None:
        """Return when the server has let go of a client that was killed: what it was at is done, or taken back."""
        while backend and self.rows("SELECT 1 FROM pg_stat_activity WHERE pid = ?", [backend]):
            pass


def moment(value: Any) -> str:
    """Return a time from either database as ISO in UTC with microseconds."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    value = value if value.tzinfo else value.replace(tzinfo=UTC)
    return str(value.astimezone(UTC).isoformat(timespec="microseconds"))


def files(folder: Path) -> list[Path]:
    """Every file that stands under its name: what was on its way when somebody was killed begins with a dot."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in found if not path.name.startswith(".")]
