"""Figures in immutable Parquet files, each named by the SHA-256 of its bytes. No Django.

A file is written beside its place, flushed to disk and renamed; so it is there whole or not at all.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from samsyn.sources.schemas import INCIDENTS as SOURCE_INCIDENTS

FIGURES = pa.schema(
    [
        pa.field("row", pa.int64()),  # line in the file; null when the figure was counted from several rows
        pa.field("metric", pa.string(), nullable=False),
        pa.field("division", pa.string(), nullable=False),  # Division.slug
        pa.field("area", pa.string(), nullable=False),  # Area.key
        pa.field("grain", pa.string(), nullable=False),  # year, quarter, month, other
        pa.field("period_start", pa.date32(), nullable=False),
        pa.field("period_end", pa.date32(), nullable=False),  # half-open
        pa.field("value", pa.float64()),
        pa.field("state", pa.string(), nullable=False),
        pa.field("base", pa.int64()),
        pa.field("low", pa.float64()),
        pa.field("high", pa.float64()),
    ]
)
ERRORS = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("column", pa.string(), nullable=False),
        pa.field("found", pa.string(), nullable=False),
        pa.field("template", pa.string(), nullable=False),
        pa.field("facts", pa.string(), nullable=False),  # JSON
    ]
)
AREA_COLUMN = "area:"  # before a division's slug: the Area.key of an incident in that division


def incidents_schema(divisions: list[str]) -> pa.Schema:
    """Return the schema of located incidents: the reader's columns, then one column of Area.key per division."""
    places = [pa.field(AREA_COLUMN + slug, pa.dictionary(pa.int32(), pa.string())) for slug in divisions]
    return pa.schema([*SOURCE_INCIDENTS, *places])


class StoreError(Exception):
    """The folder of figures cannot take the file. `is_full` says whether the disk is full."""

    def __init__(self, error: OSError) -> None:
        self.is_full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        super().__init__(f"{error.strerror or error} (errno {error.errno})")


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Incoming:
    """A file on its way in: write bytes, then `keep()`; leave without keeping and nothing is left.

    The checksum is of the bytes written. `suffix` is added to the name, such as ".parquet".
    """

    def __init__(self, folder: Path, suffix: str = "") -> None:
        self._folder, self._suffix, self._hash = folder, suffix, hashlib.sha256()
        self.size, self.checksum = 0, ""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._temporary = folder / f".{os.getpid()}-{secrets.token_hex(8)}.part"
            descriptor = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise StoreError(error) from error
        self._handle: IO[bytes] = os.fdopen(descriptor, "wb", buffering=1 << 20)

    def write(self, data: Any) -> int:
        view = memoryview(data)
        try:
            self._handle.write(view)
        except OSError as error:
            raise StoreError(error) from error
        self._hash.update(view)
        self.size += view.nbytes
        return view.nbytes

    # what pyarrow asks of a file
    closed = False

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def tell(self) -> int:
        return self.size

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def so_far(self) -> Path:
        """Return where the bytes written until now can be read, before the file is kept."""
        try:
            self._handle.flush()
        except OSError as error:
            raise StoreError(error) from error
        return self._temporary

    def keep(self) -> str:
        """Flush to disk, give the file its name and return its checksum. The same bytes twice are one file."""
        self.checksum = self._hash.hexdigest()
        target = path_of(self._folder, self.checksum, self._suffix)
        try:
            self._handle.flush()
            os.fsync(self._handle.fileno())
            os.fchmod(self._handle.fileno(), 0o444)
            self._handle.close()
            target.parent.mkdir(exist_ok=True)
            self._temporary.replace(target)
            _flush_folder(target.parent)
            _flush_folder(self._folder)
        except OSError as error:
            raise StoreError(error) from error
        return self.checksum

    def drop(self) -> None:
        with contextlib.suppress(OSError):
            self._handle.close()
        with contextlib.suppress(OSError):
            self._temporary.unlink(missing_ok=True)

    def __enter__(self) -> Incoming:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.drop()


def path_of(folder: Path, checksum: str, suffix: str = "") -> Path:
    """Return where the file of a checksum lies: in a subfolder of its first two letters."""
    return folder / checksum[:2] / f"{checksum}{suffix}"


def sweep(folder: Path) -> int:
    """Remove temporary files that a process which no longer lives has left; return how many."""
    removed = 0
    for left in folder.glob(".*-*.part"):
        owner = left.name[1:].partition("-")[0]
        if owner.isdigit() and (int(owner) == os.getpid() or Path(f"/proc/{owner}").exists()):
            continue
        with contextlib.suppress(OSError):
            left.unlink()
            removed += 1
    return removed


class TableWriter:
    """Writes one Parquet file batch by batch."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self._incoming, self.schema, self.rows = Incoming(folder, ".parquet"), schema, 0
        dictionaries = [
            f.name for f in schema if pa.types.is_string(f.type) or pa.types.is_dictionary(f.type)
        ]
        self._writer = pq.ParquetWriter(
            self._incoming,
            schema,
            compression="zstd",
            use_dictionary=[name for name in dictionaries if name not in {"incident", "facts"}],
            store_schema=True,
        )

    def write(self, table: pa.Table) -> None:
        self._writer.write_table(table, row_group_size=131_072)
        self.rows += table.num_rows

    def keep(self) -> str:
        self._writer.close()
        return self._incoming.keep()

    def drop(self) -> None:
        with contextlib.suppress(Exception):
            self._writer.close()
        self._incoming.drop()


class FigureStore:
    """The folder of Parquet files. Nothing in it is ever changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, checksum: str) -> Path:
        return path_of(self.folder, checksum, ".parquet")

    def has(self, checksum: str) -> bool:
        return bool(checksum) and self.path(checksum).is_file()

    @contextlib.contextmanager
    def writer(self, schema: pa.Schema) -> Iterator[TableWriter]:
        """A file to write in batches; call `keep()` inside. Left without it, or by an error, it is gone."""
        writer = TableWriter(self.folder, schema)
        try:
            yield writer
        except OSError as error:
            raise StoreError(error) from error
        finally:
            writer.drop()

    def write(self, table: pa.Table, *, sort_by: tuple[str, ...] = ()) -> str:
        """Write one table and return its checksum. Sorted tables are found faster by the columns sorted on."""
        if sort_by:
            table = table.sort_by([(name, "ascending") for name in sort_by])
        with self.writer(table.schema) as writer:
            writer.write(table)
            return writer.keep()

    def read(self, checksum: str, columns: list[str] | None = None) -> pa.Table:
        """Return a whole file as a table."""
        return pq.read_table(self.path(checksum), columns=columns, partitioning=None)

    def sweep(self) -> int:
        return sweep(self.folder)
