"""Reading figures by DuckDB: one bounded database in memory per process, a cursor for every question. No Django."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

THREADS = 2
MEMORY = "512MB"

_lock = threading.Lock()
_connections: dict[int, duckdb.DuckDBPyConnection] = {}


def _connection() -> duckdb.DuckDBPyConnection:
    """Return this process's database; a child of a fork makes its own."""
    with _lock:
        made = _connections.get(os.getpid())
        if made is None:
            _connections.clear()
            made = duckdb.connect(
                ":memory:",
                config={
                    "threads": THREADS,
                    "memory_limit": MEMORY,
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                    "enable_object_cache": True,
                    "preserve_insertion_order": False,
                    "temp_directory": "",
                },
            )
            _connections[os.getpid()] = made
        return made


def ask(sql: str, parameters: Sequence[Any] | Mapping[str, Any] = (), **tables: pa.Table) -> pa.Table:
    """Run one query and return its rows. `tables` are Arrow tables that the query may name."""
    cursor = _connection().cursor()
    try:
        for name, table in tables.items():
            cursor.register(name, table)
        return cursor.execute(sql, parameters).to_arrow_table()
    finally:
        for name in tables:
            cursor.unregister(name)
        cursor.close()


def names(paths: Iterable[Path]) -> list[str]:
    """Return paths as DuckDB wants them in a list parameter."""
    return [str(path) for path in paths]


_CELLS = """
SELECT f.rank, f.import_id, p.* EXCLUDE (filename)
FROM read_parquet($files, filename = true) p JOIN ranks f ON f.file = p.filename
WHERE p.area IN (SELECT area FROM wanted) AND list_contains($metrics, p.metric)
"""


def select(
    files: Mapping[Path, int], metrics: Sequence[str], areas: Sequence[str], grain: str = ""
) -> pa.Table:
    """Return the rows of some metrics and areas, of one grain or of all.

    files  path of each Parquet file and the import it belongs to; a later file in the mapping is newer

    Columns: those of FIGURES, and `import_id int64`, `rank int64` (0 is the oldest file).
    """
    if not files or not metrics or not areas:
        return pa.schema(
            [pa.field("rank", pa.int64()), pa.field("import_id", pa.int64()), *_figures()]
        ).empty_table()
    sql = _CELLS + (" AND p.grain = $grain" if grain else "") + " ORDER BY metric, area, period_start, rank"
    parameters: dict[str, Any] = {"files": names(files), "metrics": list(metrics)}
    if grain:
        parameters["grain"] = grain
    return ask(
        sql, parameters, ranks=ranks_table(files), wanted=pa.table({"area": pa.array(areas, pa.string())})
    )


def ranks_table(files: Mapping[Path, int]) -> pa.Table:
    """Return file, rank and import of each file, oldest first."""
    return pa.table(
        {
            "file": names(files),
            "rank": pa.array(range(len(files)), pa.int64()),
            "import_id": pa.array(list(files.values()), pa.int64()),
        }
    )


def _figures() -> pa.Schema:
    from samsyn.engine.figures import FIGURES

    return FIGURES
